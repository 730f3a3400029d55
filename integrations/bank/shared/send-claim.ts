export interface SendClaim {
  acquire(inFlightMs: number): Promise<boolean>
  extend(): Promise<void>
  release(): Promise<void>
}
