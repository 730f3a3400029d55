import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'

interface Repeated {
  isNeeded: () => boolean
  work: () => Promise<void>
  onFailure: (error: unknown) => void
  /** Milliseconds. */
  pauseMs: number
  background: Set<Promise<void>>
}

/** The returned function starts the repetition, unless it is running. */
export function repeatWhileNeeded({ isNeeded, work, onFailure, pauseMs, background }: Repeated): () => void {
  let running: Promise<void> | undefined
  // The repetition must not log the id of the request that started it.
  const outsideRequests = AsyncLocalStorage.snapshot()
  return () => {
    if (running) return
    const repetition = outsideRequests(repeat)
    running = repetition
    background.add(repetition)
    void repetition.finally(() => background.delete(repetition))
  }

  async function repeat(): Promise<void> {
    while (isNeeded()) {
      await work().catch(onFailure)
      await wait(pauseMs)
    }
    running = undefined
  }
}
