/** Seed of every random test; `vitest.config.ts` chooses and prints it. */
export const SEED = Number(process.env['SEED'])
