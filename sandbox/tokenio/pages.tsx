import { type Context, Hono } from 'hono'
import { iconSvg } from '../bank/model/banks.ts'
import { NotFoundPage, Row } from '../bank/pages/authorize.tsx'
import { Page } from '../bank/pages/layout.tsx'
import { readDecision } from '../bank/pages/read-decision.ts'
import { ImmediateOutcome, ScenarioFields } from '../bank/pages/scenario-fields.tsx'
import { style } from '../bank/pages/style.ts'
import { PAYER_ACCOUNTS } from '../bank/model/payer-accounts.ts'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { drawLogo, findBank, type TokenIoBank } from './model/banks.ts'
import { pageOf } from './protocol/present.ts'
import type { TokenIoOptions } from './model/options.ts'
import { type Payment, WAITING } from './model/payment.ts'
import type { Payments } from './model/payments.ts'

type Step = (c: Context, found: { payment: Payment; bank: TokenIoBank }) => Response | Promise<Response>

export function createTokenIoPages(options: TokenIoOptions, payments: Payments): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  const drawing = (draw: (bank: TokenIoBank) => string) => (c: Context) => {
    const bank = findBank(/^(.+)\.svg$/.exec(c.req.param('file') ?? '')?.[1])
    return bank ? c.body(draw(bank), 200, { 'content-type': 'image/svg+xml' }) : c.notFound()
  }
  app.get('/logos/:file', drawing(drawLogo))
  app.get('/icons/:file', drawing(iconSvg))
  app.get('/bank/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))

  app.get(
    '/session/:id',
    undecided((c, found) => c.html(<ConsentPage {...found} />)),
  )
  app.post(
    '/session/:id/decision',
    undecided(async (c, { payment }) => {
      const made = readDecision(await c.req.parseBody(), payment.scenario)
      if (!made) return c.redirect(pageOf(payment, options.publicUrl), 303)
      const { decision, account, scenario } = made
      const directed = scenario ? payments.direct(payment, scenario) : payment
      if (decision === 'reject') return back(c, payments.decline(directed))
      return back(c, decision === 'leave' ? directed : payments.authorise(directed, account.id))
    }),
  )
  return app

  function undecided(step: Step): (c: Context) => Response | Promise<Response> {
    return (c) => {
      c.header('cache-control', 'no-store')
      const payment = payments.find(c.req.param('id') ?? '')
      const bank = findBank(payment?.initiation.bankId)
      if (!payment || !bank || c.req.query('key') !== payment.secret) return c.html(<NotFoundPage />, 404)
      return payment.status === WAITING ? step(c, { payment, bank }) : back(c, payment)
    }
  }

  function back(c: Context, { id, memberId, initiation }: Payment): Response {
    const url = new URL(initiation.callbackUrl)
    url.searchParams.set('payment-id', id)
    url.searchParams.set('member-id', memberId)
    if (initiation.callbackState) url.searchParams.set('state', initiation.callbackState)
    return c.redirect(url.href, 303)
  }
}

function ConsentPage({ bank, payment }: { bank: TokenIoBank; payment: Payment }) {
  const { amount, creditor, remittanceInformationPrimary: reference, localInstrument } = payment.initiation
  const { scenario = {} } = payment
  const action = `/session/${encodeURIComponent(payment.id)}/decision?key=${payment.secret}`
  return (
    <Page bank={bank} title="Authorise payment">
      <div class="card">
        <h1>Check and authorise</h1>
        <p class="amount">{`${amount.value} ${amount.currency}`}</p>
        <dl>
          <Row term="To">{creditor.name ?? 'Settlement account'}</Row>
          <Row term="Reference">{reference}</Row>
          <Row term="Scheme">{schemeName(localInstrument)}</Row>
        </dl>
        <form method="post" action={action}>
          <ScenarioFields scenario={scenario} />
          <label>
            Pay from
            <select name="account">
              {PAYER_ACCOUNTS.map(({ id, name, outcome }) => (
                <option value={id}>{`${name}: ${outcome}`}</option>
              ))}
            </select>
          </label>
          <ImmediateOutcome scenario={scenario} />
          <button name="decision" value="authorise">
            Authorise payment
          </button>
          <button name="decision" value="reject" class="quiet">
            Reject
          </button>
          <button name="decision" value="leave" class="quiet">
            Leave without deciding
          </button>
        </form>
      </div>
    </Page>
  )
}

const SCHEMES: Readonly<Record<string, string>> = {
  FASTER_PAYMENTS: 'Faster Payments',
  SEPA: 'SEPA credit transfer',
  SEPA_INSTANT: 'SEPA instant credit transfer',
  EU_DOMESTIC_NON_EURO: 'Domestic transfer',
  EU_DOMESTIC_NON_EURO_INSTANT: 'Instant domestic transfer',
}

function schemeName(localInstrument: string): string {
  return SCHEMES[localInstrument] ?? localInstrument
}
