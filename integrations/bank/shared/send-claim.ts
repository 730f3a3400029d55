/** Processes share the record of the last sending only through the database. */
export interface SendClaim {
  /**
   * Records the present time. The caller must send only after the result true.
   *
   * @returns false, without a new record, if the last sending is less than `inFlightMs` milliseconds ago
   */
  acquire(inFlightMs: number): Promise<boolean>
  /** Restarts the interval after a request with unknown outcome. */
  extend(): Promise<void>
  /**
   * Removes the record after a request that was not received or not accepted. The next sending needs no wait.
   */
  release(): Promise<void>
}
