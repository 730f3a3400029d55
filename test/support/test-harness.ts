import { inject } from 'vitest'
import { createTestDatabase } from '../setup/database.ts'
import { createWorld, type World, type WorldChoices } from './harness.ts'

/** A Duewell for one test file, with a database of its own that is dropped at its end. */
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
