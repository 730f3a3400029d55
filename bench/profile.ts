import { parseArgs } from 'node:util'
import { formatSeconds } from '../dev/stack/progress.ts'
import { runOnStacks, say } from './lives/run.ts'
import { checkout, count } from './lives/settings.ts'
import { runBatch } from './lives/side.ts'
import { profilerVariables, record } from './profile/recording.ts'
import { type Profiles, reportProfiles } from './profile/report.ts'
import { recordStatements } from './profile/statements.ts'

// `npm run bench:profile` prints the use of CPU time by packages and folders in api and worker. Counts of their
// SQL statements follow. `npm run bench:profile -- --against <checkout>` adds another version.

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    lives: { type: 'string', default: '60' },
    'at-once': { type: 'string', default: '4' },
    'warm-up': { type: 'string', default: '20' },
    'statement-lives': { type: 'string', default: '10' },
  },
})
const lives = count('lives', values.lives)
const atOnce = count('at-once', values['at-once'])
const warmUp = count('warm-up', values['warm-up'])
const statementLives = count('statement-lives', values['statement-lives'])
const against = checkout(values.against, process.env)

await runOnStacks({ against, environment: profilerVariables }, async (sides) => {
  const profiles: Profiles[] = []
  for (const { name, server, folder, files } of sides) {
    say(`${name}: ${warmUp} lives to warm up, then ${lives} with the profilers`)
    await runBatch(server, { lives: warmUp, atOnce })
    const begun = performance.now()
    const recordings = await record(server, files, () => runBatch(server, { lives, atOnce }))
    say(`${name}: ${lives} lives in ${formatSeconds(performance.now() - begun)}`)
    say(`${name}: ${statementLives} lives with logged statements`)
    const statements = await recordStatements(folder, () =>
      runBatch(server, { lives: statementLives, atOnce }),
    )
    profiles.push({ lives, recordings, statementLives, statements })
  }
  return reportProfiles(profiles)
})
