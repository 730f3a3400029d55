import { Mutex } from 'async-mutex'
import DataLoader from 'dataloader'

/** @param waitMs milliseconds */
export function createBatcher<T>(
  work: (items: readonly T[]) => Promise<void>,
  { maxItems, waitMs }: { maxItems: number; waitMs: number },
): (item: T) => Promise<void> {
  const running = new Mutex()
  const loader = new DataLoader<T, undefined>(
    (items) =>
      running.runExclusive(async () => {
        await work(items)
        return items.map(() => undefined)
      }),
    {
      cache: false,
      maxBatchSize: maxItems,
      batchScheduleFn: (dispatch) =>
        void setTimeout(() => void running.waitForUnlock().then(dispatch), waitMs),
    },
  )
  return (item) => loader.load(item)
}
