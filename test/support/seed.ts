export const SEED = Number(process.env['SEED'])

/**
 * Implements Marsaglia's xorshift32.
 *
 * @see https://doi.org/10.18637/jss.v008.i14
 */
export function randomFrom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}
