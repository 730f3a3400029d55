import * as wf from '@temporalio/workflow'

// The floor: the shape of an import, with children that do nothing.

export async function bareWorkflow(): Promise<void> {}

export async function bareImport(
  rows: number,
  chunkRows: number,
  chunksAtOnce: number,
  startsAtOnce: number,
): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(rows / chunkRows) }, (_, chunk) =>
    Math.min(chunkRows, rows - chunk * chunkRows),
  )
  await Promise.all(
    Array.from({ length: chunksAtOnce }, async () => {
      for (let size = chunks.shift(); size !== undefined; size = chunks.shift()) {
        await wf.executeChild(bareChunk, { args: [size, startsAtOnce] })
      }
    }),
  )
}

export async function bareChunk(size: number, startsAtOnce: number): Promise<void> {
  let left = size
  await Promise.all(
    Array.from({ length: startsAtOnce }, async () => {
      while (left > 0) {
        left -= 1
        await wf.startChild(bareWorkflow, { parentClosePolicy: 'ABANDON' })
      }
    }),
  )
}
