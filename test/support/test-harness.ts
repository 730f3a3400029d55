import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { createTestDatabase } from '../setup/database.ts'
import { createWorld, type World, type WorldChoices } from './harness.ts'

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

/** Returns an object that is empty before the first test. */
export function useWorld(choices: WorldChoices = {}): World {
  const world = {} as World
  beforeAll(async () => {
    Object.assign(world, await createTestWorld(choices))
  })
  afterEach(async () => {
    if (!world.isWorking()) await world.startWorker()
  })
  afterAll(async () => world.close?.())
  return world
}
