import type { EntityManager } from '../orm.ts'

/** Notes that somebody is waiting for an answer at this moment: a payer, or a merchant with a single invoice. */
export async function markInteractiveLoad(em: EntityManager): Promise<void> {
  await em.fork().execute(
    `insert into interactive_load (kind, last_at) values ('interactive', now())
     on conflict (kind) do update set last_at = now()`,
  )
}

/** Has anybody been waiting for an answer within this time? */
export async function hasInteractiveLoad(em: EntityManager, withinMs: number): Promise<boolean> {
  const [row] = await em
    .fork()
    .execute<{ busy: boolean }[]>(
      `select last_at > now() - ? * interval '1 millisecond' as busy from interactive_load where kind = 'interactive'`,
      [withinMs],
    )
  return row?.busy ?? false
}
