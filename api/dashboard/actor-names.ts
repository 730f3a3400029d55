import { listApiKeys } from '../../db/api-keys.ts'
import { listTeam } from '../../db/identity/team.ts'
import type { EntityManager } from '../../db/orm.ts'

interface Acting {
  type: string
  id?: string | null | undefined
}

/** The returned function names people and API keys, and no other actors. */
export async function actorNames(
  em: EntityManager,
  merchantId: string,
  actors: readonly Acting[],
): Promise<(actor: Acting) => string | undefined> {
  const has = (type: string) => actors.some((actor) => actor.type === type)
  const team = has('person') ? await listTeam(em, merchantId) : []
  const keys = has('api_key') ? await listApiKeys(em, merchantId) : []
  const people = new Map(team.map(({ personId, name }) => [personId, name]))
  const keyNames = new Map(keys.map(({ id, name }) => [id, name]))
  return ({ type, id }) => {
    if (type === 'person') return people.get(id ?? '') ?? 'A former member of the team'
    if (type === 'api_key') return `API key ${keyNames.get(id ?? '') ?? ''}`.trim()
    return undefined
  }
}
