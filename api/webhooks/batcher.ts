/**
 * Gathers what comes within a moment and has it done together: one call for many, one after the other. Whoever adds
 * something waits until it is done, and hears if it failed.
 */
export function createBatcher<T>(
  work: (items: T[]) => Promise<void>,
  { most, waitMs }: { most: number; waitMs: number },
): (item: T) => Promise<void> {
  let waiting: { item: T; done: PromiseWithResolvers<void> }[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < most) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        await work(batch.map(({ item }) => item))
        for (const { done } of batch) done.resolve()
      } catch (error) {
        for (const { done } of batch) done.reject(error)
      }
    }
    running = undefined
  }

  return (item) => {
    const done = Promise.withResolvers<void>()
    waiting.push({ item, done })
    running ??= run()
    return done.promise
  }
}
