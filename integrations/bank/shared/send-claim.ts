/**
 * When a request was last sent, kept where every process sees it: for a rail whose API knows no idempotency keys, and
 * cannot tell that a request is still on its way.
 */
export interface SendClaim {
  /**
   * Writes down, before it is sent, that it is sent now.
   *
   * @returns false, and nothing is written, within `inFlightMs` milliseconds of the last time
   */
  acquire(inFlightMs: number): Promise<boolean>
  /** What became of it is not known: the time counts from now. */
  extend(): Promise<void>
  /** It did not go out: it may be sent again at once. */
  release(): Promise<void>
}
