import { type Context, Hono } from 'hono'
import type { EntityManager } from '../../../db/orm.ts'
import { readTemplate, readTemplates } from '../../../db/settings/email-templates.ts'
import {
  type MessageTemplate,
  PLACEHOLDERS,
  TEMPLATE_KINDS,
  type TemplateKind,
  type Words,
} from '../../../domain/invoice/messages/own-words.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { claimIfMatching, readIfMatch, tagOfContent } from '../../http/entity-tag.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/request/json-body.ts'
import { Problem } from '../../http/errors/problem.ts'
import { authorOf } from '../account/settings-author.ts'
import { changeMessageTemplate, parseTemplate } from './change-template.ts'
import { previewTemplate } from './preview-template.ts'
import { sendTemplateTest } from './send-test.ts'
import { PreviewBody, TestBody } from './template-body.ts'

export function emailTemplateRoutes(deps: Pick<ApiDeps, 'identity' | 'publicUrl'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const { merchantId } = c.get('tenant')
    const templates = await readTemplates(c.get('em'), merchantId)
    return c.json({ data: TEMPLATE_KINDS.map((kind) => view(kind, templates.get(kind))) })
  })

  routes.get('/:kind', async (c) => {
    return c.json(await viewTagged(c, kindOf(c)))
  })

  routes.patch('/:kind', async (c) => {
    const { merchantId } = c.get('tenant')
    const kind = kindOf(c)
    const { text, json } = await readJson(c)
    const changes = parseTemplate(kind, json)
    const ifMatch = readIfMatch(c)
    return withIdempotency(c, text, {
      async change(key) {
        const claim = claimIfMatching(ifMatch, key, merchantId, (tx) => present(tx, merchantId, kind))
        await changeMessageTemplate(c.get('em'), authorOf(c), kind, changes, claim)
        return kind
      },
      respond: () => viewTagged(c, kind),
    })
  })

  routes.post('/:kind/preview', async (c) => {
    const kind = kindOf(c)
    const { text, json } = await readOptionalJson(c)
    const body = parseBody(PreviewBody, json)
    return withIdempotency(c, text, {
      // An erasure of the customer finds the stored answer by the invoice.
      resourceId: body.invoice ?? kind,
      async run() {
        const shown = await previewTemplate(c.get('em'), c.get('tenant'), kind, body, deps.publicUrl)
        const { merchant: _, ...preview } = shown
        return { status: 200, body: { object: 'email_preview', ...preview } }
      },
    })
  })

  routes.post('/:kind/test', async (c) => {
    const kind = kindOf(c)
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async change(claim) {
        const body = parseBody(TestBody, json)
        await sendTemplateTest(deps, c.get('em'), c.get('tenant'), kind, body, claim)
        return kind
      },
      respond: async () => ({ object: 'email_test', kind, status: 'pending' }),
    })
  })
  return routes
}

function kindOf(c: Context): TemplateKind {
  const kind = TEMPLATE_KINDS.find((known) => known === c.req.param('kind'))
  if (!kind) throw new Problem('not_found', `The path must end with ${TEMPLATE_KINDS.join(', ')}.`)
  return kind
}

async function viewTagged(c: Context<MerchantEnv>, kind: TemplateKind) {
  const template = await present(c.get('em'), c.get('tenant').merchantId, kind)
  c.header('etag', tagOfContent(template))
  return template
}

async function present(em: EntityManager, merchantId: string, kind: TemplateKind) {
  return view(kind, await readTemplate(em, merchantId, kind))
}

function view(kind: TemplateKind, template: MessageTemplate | undefined) {
  const translations = Object.entries(template?.translations ?? {})
  return {
    object: 'email_template',
    kind,
    ...wordsView(template),
    translations: Object.fromEntries(translations.map(([tag, words]) => [tag, wordsView(words)])),
    placeholders: PLACEHOLDERS,
  }
}

function wordsView(words: Words | undefined) {
  return {
    subject: words?.subject ?? null,
    text: words?.text ?? null,
    sms_text: words?.smsText ?? null,
  }
}
