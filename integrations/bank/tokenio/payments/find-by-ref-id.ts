import type * as v from 'valibot'
import { RailUnavailableError } from '../../rail.ts'
import type { ProviderAnswer } from '../../shared/provider-answer.ts'
import { readEach } from '../../shared/read-each.ts'
import { isRefIdInUse, refusalReason } from '../http/answers.ts'
import type { TokenIoClient } from '../http/client.ts'

interface Found {
  initiation?: { refId?: string | undefined } | undefined
}

interface Resource<S> {
  name: 'payment' | 'refund'
  path: string
  onBehalfOf: [string, string][]
  schema: S
  listOf: (answer: ProviderAnswer) => readonly unknown[]
}

/** @throws RailUnavailableError also for an unreadable item, which may be the wanted one */
export async function findByRefId<const S extends v.GenericSchema<unknown, Found>>(
  client: TokenIoClient,
  refId: string,
  { name, path, onBehalfOf, schema, listOf }: Resource<S>,
): Promise<v.InferOutput<S>[]> {
  const answer = await client.get(path, [['limit', '10'], ['refIds', refId], ...onBehalfOf])
  if (answer.status !== 200) throw new RailUnavailableError(`finding the ${name}: status ${answer.status}`)
  const { items, unreadable } = readEach(schema, listOf(answer))
  const found = items.filter(({ initiation }) => initiation?.refId === refId)
  if (found.length === 0 && unreadable.length > 0) {
    throw new RailUnavailableError(`the found ${name} is unreadable`)
  }
  return found
}

/** Returns the earlier creation if Token.io refuses the `refId` because of it. */
export async function createdOrRefused<T>(
  answer: ProviderAnswer,
  readCreated: () => T,
  find: () => Promise<T | undefined>,
): Promise<T | { refused: string }> {
  if (answer.status < 300) return readCreated()
  const existing = isRefIdInUse(answer) ? await find() : undefined
  return existing ?? { refused: refusalReason(answer) }
}
