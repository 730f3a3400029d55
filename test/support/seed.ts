/** Seed of every random test, which `vitest.config.ts` chooses and prints. */
export const SEED = Number(process.env['SEED'])
