import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { createTestDatabase } from '../setup/database.ts'
import { createWorld, type World, type WorldChoices } from './harness.ts'
import { withNewMerchant } from './merchant.ts'
import { startThrowawayStack, type ThrowawayStack } from './temporary-stack.ts'

interface OwnServers {
  temporalAddress?: string
  reachDatabase?: (url: string) => Promise<string>
}

export async function createTestWorld({
  reachDatabase = async (url) => url,
  ...choices
}: WorldChoices & OwnServers = {}): Promise<World> {
  const database = await createTestDatabase()
  const world = await createWorld({
    databaseUrl: await reachDatabase(database.url),
    temporalAddress: inject('temporalAddress'),
    workflowBundlePath: inject('workflowBundlePath'),
    ...choices,
  })
  return {
    ...world,
    async close() {
      await world.close()
      await database.drop()
    },
  }
}

/** The servers logged these warnings since the test began. */
const warnings: string[] = []
const log = pino({ level: process.env['TEST_LOG'] ?? 'warn' }, { write: noteWarning })

function noteWarning(line: string): void {
  if (process.env['TEST_LOG']) process.stdout.write(line)
  const { msg, err, unavailable } = JSON.parse(line) as Record<string, unknown>
  const reason = (err as { message?: string } | undefined)?.message
  warnings.push([msg, unavailable, reason].filter(Boolean).join(': '))
}

let shared: Promise<World> | undefined

/**
 * Gives the file a merchant of its own in the world of its process. The returned object is empty before the first test.
 */
export function useWorld(): World {
  return useUntilEnd(async () => {
    shared ??= createTestWorld({ log })
    const merchant = await withNewMerchant(await shared)
    // Tries of earlier files count for the same address.
    await merchant.em.fork().execute('delete from rate_limit')
    return { ...merchant, openedAt: Date.now(), close: async () => {} }
  })
}

/** Gives the file servers of its own. The returned object is empty before the first test. */
export function useOwnWorld(choices: WorldChoices = {}): World {
  return useUntilEnd(() => createTestWorld({ log, ...choices }))
}

function useUntilEnd(open: () => Promise<World>): World {
  const world = {} as World
  beforeAll(async () => {
    Object.assign(world, await open())
  })
  beforeEach(({ onTestFailed }) => {
    warnings.length = 0
    onTestFailed(({ task }) => {
      for (const error of task.result?.errors ?? [])
        error.message += ['', ...warnings.slice(-20)].join('\n  warning: ')
    })
  })
  afterEach(async () => {
    if (!world.isWorking()) await world.startWorker()
  })
  afterAll(async () => world.close?.())
  return world
}

/** The stack uses the compiled servers that the test run shares. */
export function startTestStack(logLevel?: string): Promise<ThrowawayStack> {
  const built = { servers: inject('serversPath'), workflowBundle: inject('workflowBundlePath') }
  return startThrowawayStack(logLevel, built)
}
