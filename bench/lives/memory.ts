import { usageOf } from './processes.ts'
import { comparison, table } from './report.ts'
import { type Side, say } from './run.ts'
import { runBatch } from './side.ts'

const PARTS = ['api', 'worker'] as const
const AT_ONCE = 10
const BATCH = 100
const AIM = { is: 'at most', bound: 0.5 } as const

export async function measureMemory(sides: readonly Side[], lives: number): Promise<string> {
  for (let played = 0; played < lives; played += BATCH) {
    const batch = Math.min(BATCH, lives - played)
    for (const side of sides) {
      await runBatch(side.server, { lives: batch, atOnce: AT_ONCE })
      const memory = PARTS.map((part) => `${part} ${megabytesOf(side, part).toFixed(0)} MB`)
      say(`${side.name}: ${memory.join(', ')} after ${played + batch} lives`)
    }
  }
  const rows = PARTS.map((part) => ({
    name: `memory ${part} after ${lives} lives`,
    values: sides.map((side) => megabytesOf(side, part)),
  }))
  if (sides.length === 1)
    return table([
      ['', 'ours', ''],
      ...rows.map(({ name, values }) => [name, values[0]?.toFixed(0) ?? '', 'MB']),
    ])
  return comparison(
    rows.map(({ name, values: [ours = 0, theirs = 0] }) => ({
      name,
      unit: 'MB',
      digits: 0,
      ours,
      theirs,
      aim: AIM,
      rounds: [[ours], [theirs]],
    })),
  )
}

function megabytesOf({ server }: Side, part: (typeof PARTS)[number]): number {
  return usageOf(server.pids[part]).memoryBytes / 2 ** 20
}
