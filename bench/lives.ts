import { formatSeconds } from '../dev/stack/progress.ts'
import type { Batch } from './lives/figures.ts'
import { measureMemory } from './lives/memory.ts'
import { reportAlone, reportCompared } from './lives/report.ts'
import { runOnStacks, say } from './lives/run.ts'
import { readSettings } from './lives/settings.ts'
import { runBatch } from './lives/side.ts'

const settings = readSettings(process.argv.slice(2), process.env)

await runOnStacks(settings, async (started) => {
  const sides = started.map((side) => ({ ...side, batches: [] as Batch[] }))
  for (const { name, server } of sides) {
    say(`${name}: ${settings.warmUp} lives to warm up`)
    await runBatch(server, { ...settings, lives: settings.warmUp })
  }
  if (settings.memoryAfter !== undefined) return measureMemory(sides, settings.memoryAfter)
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const batch = await runBatch(side.server, settings)
      side.batches.push(batch)
      say(
        `${side.name}: round ${round + 1}, ${batch.lives.length} lives in ${formatSeconds(batch.seconds * 1_000)}`,
      )
    }
  }
  const [ours, theirs] = sides.map(({ batches }) => batches)
  return theirs ? reportCompared(ours ?? [], theirs) : reportAlone(ours ?? [])
})
