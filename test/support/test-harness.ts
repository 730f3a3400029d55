import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { createTestDatabase } from '../setup/database.ts'
import { createWorld, type World, type WorldChoices } from './harness.ts'

interface OwnServers {
  /** Another Temporal server than the one of all test files. */
  temporalAddress?: string
  /** Returns the URL by which the world reaches its database. */
  reachDatabase?: (url: string) => Promise<string>
}

/** Creates an api, a worker and a sandbox with their own database, which `close` drops. */
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

/**
 * Starts a world before the first test and stops it after the last one.
 *
 * @returns an object that is empty until the start
 */
export function useWorld(choices: WorldChoices = {}): World {
  const world = {} as World
  beforeAll(async () => {
    Object.assign(world, await createTestWorld(choices))
  })
  // A failed test may leave the worker stopped.
  afterEach(async () => {
    if (!world.isWorking()) await world.startWorker()
  })
  afterAll(async () => world.close?.())
  return world
}
