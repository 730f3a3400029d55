import { expect, it } from 'vitest'
import { sweep } from '../../../recovery/sweep.ts'
import { inboxFor } from '../../clients/client.ts'
import { openBrowser, PASSWORD } from '../../clients/identity-client.ts'
import { sendAccountMailsOf } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()

const run = <Row>(sql: string, email: string) => world.em.fork().execute<Row[]>(sql, [email])

async function signUp(email: string): Promise<void> {
  await openBrowser(world).post('/sign-up', { name: 'Ada', email, password: PASSWORD })
}

it('sends a mail once when two workers send at once, and again after a crash of one', async () => {
  const email = 'workers@mails.example'
  await signUp(email)
  const [waiting] = await run<{ sealed: string }>(
    'select sealed from account_mail where recipient = ?',
    email,
  )
  await Promise.all([sendAccountMailsOf(world), sendAccountMailsOf(world)])
  expect(await inboxFor(world, email)).toHaveLength(1)
  const after = await run<object>(
    'select sealed, done_at is not null as done from account_mail where recipient = ?',
    email,
  )
  expect(after).toEqual([{ sealed: null, done: true }])
  await world.em
    .fork()
    .execute('update account_mail set done_at = null, claimed_at = null, sealed = ? where recipient = ?', [
      waiting?.sealed,
      email,
    ])
  await sendAccountMailsOf(world)
  expect(await inboxFor(world, email)).toHaveLength(1)
})

it('sends while Temporal is away, and not after the link has ended', async () => {
  const deps = { ...world.deps, temporal: { isKnown: true } }
  await signUp('ended@mails.example')
  await run('update account_mail set expires_at = now() where recipient = ?', 'ended@mails.example')
  await signUp('away@mails.example')
  await sweep(deps)
  expect(await inboxFor(world, 'away@mails.example')).toHaveLength(1)
  expect(await inboxFor(world, 'ended@mails.example')).toEqual([])
})

it('deletes sessions, sign-ups and mails that are long over', async () => {
  const email = 'over@mails.example'
  await signUp(email)
  await run("update auth_user set created_at = now() - interval '31 days' where email = ?", email)
  await run("update account_mail set created_at = now() - interval '31 days' where recipient = ?", email)
  await sweep(world.deps)
  expect(await run('select id from auth_user where email = ?', email)).toEqual([])
  expect(await run('select id from account_mail where recipient = ?', email)).toEqual([])
})
