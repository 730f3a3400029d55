import { type Context, Hono } from 'hono'
import { violates } from '../../../../db/constraint.ts'
import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import { isId, newId } from '../../../../db/ids.ts'
import { pageOf } from '../../../../db/page.ts'
import { listDeliveries } from '../../../../db/webhooks/deliveries.ts'
import { findEndpoint, listEndpoints, lockEndpoint } from '../../../../db/webhooks/endpoints.ts'
import type { ApiDeps } from '../../../deps.ts'
import { parseQuery } from '../../../http/request/list-query.ts'
import { Problem, problemStatus } from '../../../http/errors/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { DeliveryList } from '../../../merchant/webhooks/bodies.ts'
import { mustFindDelivery, redeliverOne } from '../../../merchant/webhooks/delivery-commands.ts'
import {
  createEndpoint,
  editEndpoint,
  mustFindEndpoint,
} from '../../../merchant/webhooks/endpoint-commands.ts'
import { commandIdOf, formIdOf } from '../../command-id.ts'
import { count } from '../../format.ts'
import { refuse, requireWriter } from '../../guards.tsx'
import { noticeOf } from '../../notice.ts'
import { mistakesOf } from '../../problem-words.ts'
import { enteredForm, refusedForm, unlessStale, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DeliveryPage } from './delivery-page.tsx'
import { ENDPOINT_PARTS, endpointBody, endpointFields } from './endpoint-form.tsx'
import { EndpointEditor, EndpointsPage } from './endpoints-page.tsx'
import { EndpointPage, type EndpointProps } from './endpoint-page.tsx'
import { isEndpointCommand, runEndpointCommand } from './run-command.ts'

const MOST_ENDPOINTS = 100
const MADE =
  'This form has made its endpoint already, and its secret was shown once. Make a new secret if you did not copy it.'

const DONE: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  test: 'The test event goes out now.',
  enable: 'The endpoint is enabled.',
  disable: 'The endpoint is disabled.',
  delete: 'The endpoint is deleted.',
  again: 'This is the new delivery. It goes out now.',
}

export function webhookPageRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()
  routes.use('/new', requireWriter('webhook'))
  routes.use('/:id/edit', requireWriter('webhook'))

  routes.get('/', async (c) => {
    const endpoints = await listEndpoints(c.get('em'), c.get('tenant'), { limit: MOST_ENDPOINTS })
    const notice = noticeOf(c, DONE)
    return c.html(EndpointsPage({ viewer: c.get('viewer'), endpoints, notice }))
  })

  routes.get('/new', (c) => c.html(editor(deps, c, { id: newId('whe'), filter: 'all' })))

  routes.post('/new', async (c) => {
    const fields = await readForm(c)
    const body = endpointBody(fields)
    if ('mistakes' in body) return c.html(editor(deps, c, fields, body.mistakes), 422)
    const id = isId('whe', fields['id'] ?? '') ? fields['id'] : undefined
    try {
      const author = { ...authorOf(c), ...(id ? { id } : {}) }
      const made = await createEndpoint(deps, c.get('em'), author, body.json)
      const endpoint = await mustFindEndpoint(c.get('em'), c.get('tenant'), made.id)
      return c.html(await page(c, endpoint, { secret: made.secret, notice: 'The endpoint is created.' }), 201)
    } catch (error) {
      if (violates(error, 'webhook_endpoint_pkey')) return refuse(c, MADE, 409)
      return refusedEditor(c, error, fields)
    }
  })

  routes.get('/:id/edit', async (c) => {
    const endpoint = await find(c)
    return c.html(editor(deps, c, withShown(endpointFields(endpoint)), undefined, endpoint.id))
  })

  routes.post('/:id/edit', async (c) => {
    const { id } = await find(c)
    const fields = await readForm(c)
    const body = endpointBody(fields)
    if ('mistakes' in body) return c.html(editor(deps, c, fields, body.mistakes, id), 422)
    const form = enteredForm(fields, ENDPOINT_PARTS)
    const claim = unlessStale(form, async (tx) => {
      const endpoint = await lockEndpoint(tx, c.get('tenant'), id)
      return endpoint ? endpointFields(endpoint) : undefined
    })
    try {
      await editEndpoint(deps, c.get('em'), authorOf(c), id, form.touchedOf(body.json), { claim })
      return c.redirect(`${pathOf(c)}/${id}?done=saved`, 303)
    } catch (error) {
      return refusedEditor(c, error, fields, id)
    }
  })

  routes.get('/deliveries/:id', async (c) => deliveryPage(c, c.req.param('id')))

  routes.post('/deliveries/:id/redeliver', async (c) => {
    const delivery = await mustFindDelivery(c.get('em'), c.get('tenant'), c.req.param('id'))
    const formId = formIdOf(await readForm(c))
    try {
      const commandId = commandIdOf({ ...c.get('tenant'), id: delivery.id }, formId)
      const added = await redeliverOne(c.get('em'), c.get('tenant'), delivery, commandId)
      return c.redirect(`${pathOf(c)}/deliveries/${added.id}?done=again`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return deliveryPage(c, delivery.id, error)
    }
  })

  routes.get('/:id', async (c) => {
    const { done = '', count: events = '' } = c.req.query()
    const isCounted = done === 'redeliver' && /^\d{1,5}$/.test(events)
    const notice = isCounted ? `${count(Number(events), 'event')} will be sent again.` : noticeOf(c, DONE)
    return c.html(await page(c, await find(c), { notice }))
  })

  routes.post('/:id/:command', async (c) => {
    const command = c.req.param('command')
    if (!isEndpointCommand(command)) throw new Problem('not_found')
    const endpoint = await find(c)
    const fields = await readForm(c)
    try {
      const { secret, query = {}, isGone } = await runEndpointCommand(deps, c, { endpoint, command, fields })
      if (secret !== undefined) return c.html(await page(c, await find(c), { secret }))
      const done = new URLSearchParams({ done: command, ...query }).toString()
      return c.redirect(`${pathOf(c)}${isGone ? '' : `/${endpoint.id}`}?${done}`, 303)
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'not_found') throw error
      const attempt = { command, fields, mistakes: mistakesOf(error) }
      return c.html(await page(c, endpoint, { attempt }), problemStatus(error))
    }
  })

  return routes

  function refusedEditor(c: Context<DashboardEnv>, error: unknown, fields: Fields, id?: string) {
    const refused = refusedForm(error, fields)
    return c.html(editor(deps, c, refused.fields, refused.mistakes, id), refused.status)
  }
}

function editor(
  { allowsHttpWebhooks: allowsHttp }: Pick<ApiDeps, 'allowsHttpWebhooks'>,
  c: Context<DashboardEnv>,
  fields: Fields,
  mistakes?: Mistakes,
  id?: string,
) {
  const endpoint = id === undefined ? {} : { endpointId: id }
  return EndpointEditor({ viewer: c.get('viewer'), fields, mistakes, allowsHttp, ...endpoint })
}

function find(c: Context<DashboardEnv>): Promise<WebhookEndpointRow> {
  return mustFindEndpoint(c.get('em'), c.get('tenant'), c.req.param('id') ?? '')
}

async function page(
  c: Context<DashboardEnv>,
  endpoint: WebhookEndpointRow,
  shown: Pick<EndpointProps, 'secret' | 'attempt' | 'notice'>,
) {
  const { status = '', event: typed = '', cursor } = c.req.method === 'GET' ? c.req.query() : {}
  const event = typed.trim()
  const filter = parseQuery(DeliveryList, {
    endpoint: endpoint.id,
    ...(status ? { status } : {}),
    ...(isId('evt', event) ? { event } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  })
  const isPossible = event === '' || isId('evt', event)
  const found = isPossible ? await listDeliveries(c.get('em'), c.get('tenant'), filter) : []
  const { rows: deliveries, nextCursor } = pageOf(found, filter.limit, ({ id }) => id)
  const log = { deliveries, status, event, isFirst: cursor === undefined, nextCursor }
  return EndpointPage({ viewer: c.get('viewer'), endpoint, ...log, ...shown })
}

async function deliveryPage(c: Context<DashboardEnv>, id: string, refused?: Problem): Promise<Response> {
  const em = c.get('em')
  const delivery = await mustFindDelivery(em, c.get('tenant'), id)
  const endpoint = await findEndpoint(em, c.get('tenant'), delivery.endpointId)
  const shown = refused ? { mistakes: mistakesOf(refused) } : { notice: noticeOf(c, DONE) }
  const content = DeliveryPage({ viewer: c.get('viewer'), delivery, endpoint, ...shown })
  return c.html(content, refused ? problemStatus(refused) : 200)
}

function pathOf(c: Context<DashboardEnv>): string {
  return `${c.get('viewer').base}/settings/webhooks`
}
