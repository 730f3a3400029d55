import { setTimeout as wait } from 'node:timers/promises'

/** Starts a work every `intervalMs` milliseconds, also while earlier ones still run. */
export async function evenly<T>(
  { count, intervalMs }: { count: number; intervalMs: number },
  work: () => Promise<T>,
): Promise<T[]> {
  const begun = performance.now()
  const running: Promise<T>[] = []
  for (let nth = 0; nth < count; nth += 1) {
    await wait(Math.max(0, begun + nth * intervalMs - performance.now()))
    running.push(work())
  }
  return Promise.all(running)
}
