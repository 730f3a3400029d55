export interface SendClaim {
  /**
   * Records the present time, unless the last sending is less than `inFlightMs` milliseconds ago.
   *
   * @returns true with a new record
   */
  acquire(inFlightMs: number): Promise<boolean>
  /** Restarts the interval after a request with unknown outcome. */
  extend(): Promise<void>
  /** Removes the record after a request that was not received or not accepted. */
  release(): Promise<void>
}
