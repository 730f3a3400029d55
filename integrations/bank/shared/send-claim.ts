/**
 * The record of the last sending of one request. If the record is in the database, all processes share the
 * record.
 */
export interface SendClaim {
  /**
   * Records the present time, before the request is sent.
   *
   * @returns false, without a new record, if the last sending is less than `inFlightMs` milliseconds ago
   */
  acquire(inFlightMs: number): Promise<boolean>
  /** Sets the recorded time to now, after a request with unknown outcome. */
  extend(): Promise<void>
  /**
   * Removes the record, after a request that was not received or not accepted. The next sending needs no
   * wait.
   */
  release(): Promise<void>
}
