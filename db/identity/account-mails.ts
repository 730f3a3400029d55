import type { DueRows } from '../claims.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export interface NewAccountMail {
  kind: string
  recipient: string
  lifetimeS: number
  sealed: string
}

export async function addAccountMail(em: EntityManager, mail: NewAccountMail): Promise<void> {
  await executePrepared(
    em,
    `insert into account_mail (id, kind, recipient, sealed, expires_at)
     values (?, ?, ?, ?, now() + ? * interval '1 second')`,
    [newId('aml'), mail.kind, mail.recipient, mail.sealed, mail.lifetimeS],
  )
}

export interface WaitingMail {
  id: string
  recipient: string
  sealed: string
}

const RETRY_S = 30

export const WAITING_MAILS: DueRows = {
  table: 'account_mail',
  where: `done_at is null and expires_at > now()
    and (claimed_at is null or claimed_at <= now() - interval '${RETRY_S} seconds')`,
  orderBy: 'created_at',
  claimColumn: 'claimed_at',
}

export async function finishAccountMail(em: EntityManager, id: string): Promise<void> {
  await executePrepared(em, 'update account_mail set done_at = now(), sealed = null where id = ?', [id])
}
