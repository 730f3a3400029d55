/**
 * Records in the database when a request was last sent, for APIs without idempotency keys. All processes
 * share the record, so only one process sends.
 */
export interface SendClaim {
  /**
   * Records the time of sending, before the request goes out.
   *
   * @returns false, without a record, if the last sending is less than `inFlightMs` milliseconds ago
   */
  acquire(inFlightMs: number): Promise<boolean>
  /** Restarts the interval now, after a request with unknown outcome. */
  extend(): Promise<void>
  /** Removes the record, after a request that never went out. The next sending needs no wait. */
  release(): Promise<void>
}
