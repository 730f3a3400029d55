import { expect, it } from 'vitest'
import { publicCustomerEvent } from '../../db/customers/customers.ts'
import { publishEvents } from '../../db/events/publish.ts'
import { lastSequences } from '../../db/events/read-events.ts'
import { newId } from '../../db/ids.ts'
import { createOrm, type EntityManager } from '../../db/orm.ts'
import { automatic } from '../../domain/shared/cause.ts'
import { capturedLog } from '../../test/support/captured-log.ts'
import { startDatabaseProxy } from '../../test/support/database-proxy.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import { waitFor } from '../../test/support/wait.ts'
import { createEventHub } from './event-hub.ts'

const database = useDatabase()
const owner = () => ({ merchantId: database.merchantId, mode: 'test' }) as const

async function publish(count: number): Promise<void> {
  const stored = { customerId: newId('cus'), seq: 1, at: new Date(), cause: automatic, data: {} }
  const events = Array.from({ length: count }, () =>
    publicCustomerEvent({ ...stored, id: newId('evt'), type: 'created' }),
  )
  await publishEvents(database.orm.em.fork(), owner(), events)
}

function hubOf(em: EntityManager) {
  const { lines, log } = capturedLog()
  const background = new Set<Promise<void>>()
  const failures: unknown[] = []
  const noteFailure = (error: unknown) => failures.push(error)
  const hub = createEventHub({ em, database: { noteFailure }, background, log }, 5)
  const ending = new AbortController()
  const { signal } = ending
  const follow = (after: number) => {
    const sequences: number[] = []
    const following = (async () => {
      for await (const page of hub.follow(owner(), { after, signal }))
        sequences.push(...page.map(({ sequence }) => sequence))
    })()
    return { sequences, following }
  }
  return { follow, end: () => ending.abort(), background, lines, failures }
}

/** Keeps the texts of the statements. */
function recording(em: EntityManager) {
  const statements: string[] = []
  const fork = () => {
    const forked = em.fork()
    const kysely = new Proxy(forked.getKysely(), {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: [{ sql: string }]) => {
          if (name === 'executeQuery') statements.push(args[0].sql)
          return value.apply(target, args) as unknown
        }
      },
    })
    return Object.assign(forked, { getKysely: () => kysely })
  }
  return { statements, recorded: { fork } as unknown as EntityManager }
}

it('gives each follower the events after its sequence, page by page, and shares statements', async () => {
  await publish(250)
  const { statements, recorded } = recording(database.orm.em)
  const { follow, end, background } = hubOf(recorded)
  const [one, other, late] = [follow(0), follow(0), follow(240)]
  await waitFor(async () => one.sequences.length === 250 && late.sequences.length === 10)
  expect(statements.filter((sql) => sql.includes('from public_event'))).toHaveLength(4)
  await publish(3)
  const all = [one, other, late]
  await waitFor(async () => all.every(({ sequences }) => sequences.at(-1) === 253))
  const expected = Array.from({ length: 253 }, (_, index) => index + 1)
  expect(all.map(({ sequences }) => sequences)).toEqual([expected, expected, expected.slice(240)])
  end()
  await Promise.all([...all.map(({ following }) => following), ...background])
})

it('goes on without a gap after PostgreSQL was away', async () => {
  const proxy = await startDatabaseProxy(database.url)
  const orm = await createOrm(proxy.url)
  const { follow, end, background, lines, failures } = hubOf(orm.em)
  await publish(1)
  const [published] = await lastSequences(database.orm.em.fork(), [owner()])
  const last = published?.last ?? 0
  const { sequences, following } = follow(last - 1)
  await waitFor(async () => sequences.length === 1)
  proxy.cut()
  await waitFor(async () => failures.length > 2)
  await publish(2)
  proxy.mend()
  await waitFor(async () => sequences.length === 3)
  expect(sequences).toEqual([last, last + 1, last + 2])
  expect(lines).toEqual([])
  end()
  await Promise.all([following, ...background])
  await orm.close()
  await proxy.close()
})
