export interface SendClaim {
  /** @returns false for `inFlightMs` milliseconds after a claim without `release` */
  acquire(inFlightMs: number): Promise<boolean>
  extend(): Promise<void>
  release(): Promise<void>
}
