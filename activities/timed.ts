export type Timed<A> = {
  [K in keyof A]: A[K] extends (input: infer I) => Promise<infer R>
    ? (input: I) => Promise<R & { tookMs: number }>
    : never
}

/**
 * The result contains the duration, so that a replay reads the same duration.
 *
 * @see docs/decisions/0002-replay-guard.md
 */
export function timed<A extends object>(activities: A): Timed<A> {
  const entries = Object.entries(activities).map(([name, run]) => [
    name,
    async (input: unknown) => {
      const startedAt = performance.now()
      const result = await (run as (input: unknown) => Promise<object>)(input)
      return { ...result, tookMs: Math.round(performance.now() - startedAt) }
    },
  ])
  return Object.fromEntries(entries) as Timed<A>
}
