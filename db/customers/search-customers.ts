import type { Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

interface FoundCustomer {
  name: string
  email: string
}

const MOST_SEARCHED = 10_000

/** Finds `words` in names and addresses, among the newest customers. */
export async function searchCustomers(
  em: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  words: string,
  limit: number,
): Promise<FoundCustomer[]> {
  return executePrepared(
    em,
    `select name, email from (
       select id, name, email from customer
       where merchant_id = ? and mode = ? and erased_at is null order by id desc limit ${MOST_SEARCHED}) newest
     where strpos(lower(name), lower(?)) > 0 or strpos(lower(email), lower(?)) > 0
     order by id desc limit ?`,
    [merchantId, mode, words, words, limit],
  )
}
