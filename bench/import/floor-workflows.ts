import * as wf from '@temporalio/workflow'

export async function bareWorkflow(): Promise<void> {}

export async function bareImport(
  rows: number,
  batchRows: number,
  batchesAtOnce: number,
  startsAtOnce: number,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(rows / batchRows) }, (_, batch) =>
    Math.min(batchRows, rows - batch * batchRows),
  )
  await Promise.all(
    Array.from({ length: batchesAtOnce }, async () => {
      for (let size = batches.shift(); size !== undefined; size = batches.shift()) {
        await wf.executeChild(bareBatch, { args: [size, startsAtOnce] })
      }
    }),
  )
}

export async function bareBatch(size: number, startsAtOnce: number): Promise<void> {
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
