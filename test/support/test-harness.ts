import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { createTestDatabase } from '../setup/database.ts'
import { createWorld, type World, type WorldChoices } from './harness.ts'

/** A Duewell with a database of its own, which `close` drops. */
export async function createTestWorld(choices: WorldChoices = {}): Promise<World> {
  const database = await createTestDatabase()
  const world = await createWorld({
    databaseUrl: database.url,
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
 * A Duewell for the tests of a file or of a `describe`: it starts before the first of them and stops after the last.
 *
 * @returns an object that is empty until then
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
