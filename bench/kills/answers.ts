import type { Answer } from './invoice.ts'

export interface Answers {
  add(step: string, work: Promise<Answer>): Promise<void>
  describe(): string[]
}

export function countAnswers(): Answers {
  const steps = new Map<string, { statuses: Map<string, number>; slowestMs: number }>()
  return {
    async add(step, work) {
      const begun = performance.now()
      const { status } = await work
      const counted = steps.get(step) ?? { statuses: new Map<string, number>(), slowestMs: 0 }
      counted.statuses.set(status, (counted.statuses.get(status) ?? 0) + 1)
      counted.slowestMs = Math.max(counted.slowestMs, performance.now() - begun)
      steps.set(step, counted)
    },
    describe: () =>
      [...steps].map(([step, { statuses, slowestMs }]) => {
        const counts = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
        return `${step}: ${counts}; the slowest ${(slowestMs / 1_000).toFixed(1)} s`
      }),
  }
}
