import { MODES } from '../../../domain/shared/mode.ts'
import { describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { bankPayment, control, createInvoice, pressPay, timeline } from '../../clients/client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus } from '../../support/wait.ts'

const world = useOwnWorld({ directReturn: true, returnPollsMs: [] })

const EUROS = { currency: 'EUR', bank: 'sandbox-tulpenhof' }
const POUNDS = { currency: 'GBP', bank: 'sandbox-pebble' }

async function decided({ currency, bank }: typeof EUROS, decision: 'authorise' | 'reject' = 'authorise') {
  const { id, link } = await createInvoice(world, { currency })
  const { location } = await pressPay(link?.url ?? '', bank)
  const response = await fetch(location.replace('?key=', '/decision?key='), {
    method: 'POST',
    body: new URLSearchParams({ decision, account: 'current' }),
    redirect: 'manual',
  })
  const address = new URL(response.headers.get('location') ?? '')
  return { id, link: link?.url ?? '', payment: bankPayment(location), location, address }
}

async function atBank(payment: string): Promise<unknown> {
  return (await control(world, `payments/${payment}`, 'GET'))['status']
}

const passOn = ({ origin, pathname, search, hash }: URL) =>
  fetch(`${origin}${pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ query: search, fragment: hash }),
    redirect: 'manual',
  })
const pathTo = (response: Response) => new URL(response.headers.get('location') ?? '', world.publicUrl).href

describe('a direct return from the bank', () => {
  it('pays the invoice when the bank’s answer in the address is submitted', async () => {
    const { id, link, payment, address } = await decided(EUROS)
    expect([...address.searchParams.keys()]).toEqual(['code', 'state'])
    expect(await atBank(payment)).toBe('authorizing')
    expect(pathTo(await fetch(address, { redirect: 'manual' }))).toBe(link)
    await untilStatus(world, id, 'paid')
  })

  it('pays the invoice when the page’s script submits the fragment', async () => {
    const { id, link, payment, address } = await decided(POUNDS)
    expect(address.search).toBe('')
    const page = await (await fetch(address)).text()
    expect(page).toContain('data-behaviour="return"')
    expect(page).toContain('form method="post" action="/pay/return"')
    expect(await atBank(payment)).toBe('authorizing')
    expect(pathTo(await passOn(address))).toBe(link)
    await untilStatus(world, id, 'paid')
  })

  it('accepts a reload of the return page', async () => {
    const { id, link, address } = await decided(EUROS)
    const responses = [
      await fetch(address, { redirect: 'manual' }),
      await fetch(address, { redirect: 'manual' }),
    ]
    expect(responses.map(pathTo)).toEqual([link, link])
    await untilStatus(world, id, 'paid')
    expect((await timeline(world, id)).filter((type) => type === 'payment_settled')).toHaveLength(1)
  })

  it('asks the payer to reload while the rail does not answer', async () => {
    const { id, link, address } = await decided(EUROS)
    const lost = { operation: 'provider_return', mode: 'lost_after_accept', times: MODES.length }
    await control(world, 'fail-next', 'POST', lost)
    const first = await fetch(address, { redirect: 'manual' })
    expect(first.status).toBe(503)
    expect(await first.text()).toContain('load this page again')
    expect(pathTo(await fetch(address, { redirect: 'manual' }))).toBe(link)
    await untilStatus(world, id, 'paid')
  })

  it('records the rejection that the bank reports in the address', async () => {
    const { id, link, address } = await decided(POUNDS, 'reject')
    expect(pathTo(await passOn(address))).toBe(link)
    await untilEvent(world, id, 'payment_failed')
    expect(await (await fetch(link)).text()).toContain('The payment was not approved.')
  })

  it.each([
    ['an unknown state', (address: URL) => address.searchParams.set('state', 'any.thing')],
    ['another code', (address: URL) => address.searchParams.set('code', 'guessed')],
    ['too many characters', (address: URL) => address.searchParams.set('more', 'x'.repeat(9_000))],
  ])('refuses a direct return with %s', async (_, change) => {
    const { payment, address } = await decided(EUROS)
    change(address)
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(404)
    expect(await atBank(payment)).toBe('authorizing')
  })

  it('sends a payer who left without a decision back through the rail', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', POUNDS.bank)
    const left = await fetch(location.replace('?key=', '/decision?key='), {
      method: 'POST',
      body: new URLSearchParams({ decision: 'leave', account: 'current' }),
      redirect: 'manual',
    })
    const back = new URL(left.headers.get('location') ?? '')
    expect(back.searchParams.get('payment_id')).toBe(bankPayment(location))
    expect(pathTo(await fetch(back, { redirect: 'manual' }))).toBe(link?.url)
    const { providerPaymentId } = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
    expect(await atBank(providerPaymentId ?? '')).toBe('authorizing')
  })

  it('asks the payer to open the invoice again when the payment is older than a day', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', POUNDS.bank)
    const createdAt = new Date(Date.now() - 25 * 3_600_000)
    await world.em.fork().nativeUpdate(PaymentAttemptRow, { invoiceId: id }, { createdAt })
    const late = await fetch(`${world.publicUrl}/pay/return?payment_id=${bankPayment(location)}`, {
      redirect: 'manual',
    })
    expect(late.status).toBe(200)
    const page = await late.text()
    expect(page).toContain('Please open the invoice again')
    expect(page).not.toContain(new URL(link?.url ?? '').pathname)
  })
})
