import { type Context, Hono } from 'hono'
import type * as v from 'valibot'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { changeTemplate, readTemplate, readTemplates } from '../../../db/settings/email-templates.ts'
import { findOwnAddresses } from '../../../db/trust/test-mails.ts'
import {
  type MessageTemplate,
  PLACEHOLDERS,
  TEMPLATE_KINDS,
  type TemplateKind,
  type Words,
} from '../../../domain/invoice/own-words.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/json-body.ts'
import { type FieldError, invalidFields, Problem } from '../../http/problem.ts'
import { renderPreview } from './preview.ts'
import {
  assertSmsIsSent,
  PreviewBody,
  TemplateBody,
  TestBody,
  withChanges,
  wordsOf,
} from './template-body.ts'

export function emailTemplateRoutes({
  identity,
  publicUrl,
}: Pick<ApiDeps, 'identity' | 'publicUrl'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const { merchantId } = c.get('tenant')
    const templates = await readTemplates(c.get('em'), merchantId)
    return c.json({ data: TEMPLATE_KINDS.map((kind) => view(kind, templates.get(kind))) })
  })

  routes.get('/:kind', async (c) => {
    const kind = kindOf(c)
    return c.json(view(kind, await readTemplate(c.get('em'), c.get('tenant').merchantId, kind)))
  })

  routes.patch('/:kind', async (c) => {
    const { merchantId } = c.get('tenant')
    const kind = kindOf(c)
    const { text, json } = await readJson(c)
    const changes = parseBody(TemplateBody, json)
    assertSmsIsSent(kind, changes)
    return withIdempotency(c, text, {
      async change(claim) {
        await changeSettings(c.get('em'), c.get('actor'), async (tx) => {
          await claim?.(tx, kind)
          await changeTemplate(tx, merchantId, kind, (template) => withChanges(template, changes))
        })
        return kind
      },
      respond: async () => view(kind, await readTemplate(c.get('em'), merchantId, kind)),
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
        const { merchant: _, ...preview } = await previewOf(c, kind, body)
        return { status: 200, body: { object: 'email_preview', ...preview } }
      },
    })
  })

  routes.post('/:kind/test', async (c) => {
    const em = c.get('em')
    const { merchantId } = c.get('tenant')
    const kind = kindOf(c)
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async change(claim) {
        const { to, ...body } = parseBody(TestBody, json)
        const { subject, text: plain, html, merchant } = await previewOf(c, kind, body)
        if ((await findOwnAddresses(em, merchantId, [to])).size === 0) throw invalidFields([NOT_OWN])
        await identity.limits.count('template_test', merchantId)
        const mail = { kind: 'template_test', name: merchant, subject, text: plain, html } as const
        await em.transactional(async (tx) => {
          await claim?.(tx, kind)
          await identity.saveMail(tx, to.toLowerCase(), TEST_LIFETIME_S, mail)
        })
        return kind
      },
      respond: async () => ({ object: 'email_test', kind, status: 'pending' }),
    })
  })
  return routes

  async function previewOf(
    c: Context<MerchantEnv>,
    kind: TemplateKind,
    body: v.InferOutput<typeof PreviewBody>,
  ) {
    assertSmsIsSent(kind, body)
    const { merchantId } = c.get('tenant')
    const request = {
      kind,
      template: await readTemplate(c.get('em'), merchantId, kind),
      changes: wordsOf(body),
      language: body.language,
      invoiceId: body.invoice,
    }
    return renderPreview(c.get('em'), c.get('tenant'), request, publicUrl)
  }
}

const TEST_LIFETIME_S = 3_600

const NOT_OWN: FieldError = {
  pointer: '/to',
  code: 'not_own_address',
  detail: 'must be the confirmed address of a person of the merchant (GET /v1/team)',
}

function kindOf(c: Context): TemplateKind {
  const kind = TEMPLATE_KINDS.find((known) => known === c.req.param('kind'))
  if (!kind) throw new Problem('not_found', `The path must end with ${TEMPLATE_KINDS.join(', ')}.`)
  return kind
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
