interface OpenStream {
  /** Limits count the streams of one holder. */
  holder: string
  ended: AbortController
}

/** Counts the open streams of a process, and ends them when the process stops. */
export function createOpenStreams<Stream extends OpenStream>(
  { perHolder, perProcess }: { perHolder: number; perProcess: number },
  stopping: AbortSignal | undefined,
) {
  const all = new Set<Stream>()
  stopping?.addEventListener('abort', () => {
    for (const { ended } of all) ended.abort()
  })

  return {
    all: all as ReadonlySet<Stream>,
    isFull(holder: string): boolean {
      const own = [...all].filter((stream) => stream.holder === holder).length
      return own >= perHolder || all.size >= perProcess
    },
    add(stream: Stream): void {
      if (stopping?.aborted) stream.ended.abort()
      all.add(stream)
    },
    end(stream: Stream): void {
      all.delete(stream)
      stream.ended.abort()
    },
  }
}
