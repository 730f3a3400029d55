import type { EntityManager } from '../orm.ts'

export async function markInteractiveLoad(em: EntityManager): Promise<void> {
  await em.execute(
    `insert into interactive_load (kind, last_at) values ('interactive', now())
     on conflict (kind) do update set last_at = now()`,
  )
}

export async function hasInteractiveLoad(em: EntityManager, withinMs: number): Promise<boolean> {
  const [row] = await em.execute<{ busy: boolean }[]>(
    `select last_at > now() - ? * interval '1 millisecond' as busy from interactive_load where kind = 'interactive'`,
    [withinMs],
  )
  return row?.busy ?? false
}
