import { type Context, Hono } from 'hono'
import { lockMerchant } from '../../../../db/merchants.ts'
import { readTemplate, readTemplates } from '../../../../db/settings/email-templates.ts'
import {
  type MessageTemplate,
  TEMPLATE_KINDS,
  type TemplateKind,
} from '../../../../domain/invoice/messages/own-words.ts'
import { LANGUAGE_CODES, LANGUAGES } from '../../../../domain/texts/languages.ts'
import type { ApiDeps } from '../../../deps.ts'
import { parseBody } from '../../../http/request/json-body.ts'
import { Problem } from '../../../http/errors/problem.ts'
import { type Fields, readForm } from '../../../identity/form.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { changeMessageTemplate, parseTemplate } from '../../../merchant/email-templates/change-template.ts'
import { previewTemplate } from '../../../merchant/email-templates/preview-template.ts'
import { sendTemplateTest } from '../../../merchant/email-templates/send-test.ts'
import { PreviewBody, TestBody } from '../../../merchant/email-templates/template-body.ts'
import { emailHtml } from '../../email-html.ts'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm, unlessStale, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { messageBody, messageFields, messageMistakes, previewBody, wordsFor } from './message-form.ts'
import { MessagePage } from './message-page.tsx'
import { MessagesPage } from './messages-page.tsx'

interface Entered {
  kind: TemplateKind
  template: MessageTemplate
  language: string
  fields: Fields
}

export function messagePageRoutes(deps: Pick<ApiDeps, 'identity' | 'publicUrl'>): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const templates = await readTemplates(c.get('em'), c.get('tenant').merchantId)
    return c.html(MessagesPage({ viewer: c.get('viewer'), templates }))
  })

  routes.get('/:kind', async (c) => {
    const { kind, template } = await load(c)
    const language = languageOf(template, c.req.query('language'))
    const fields = withShown(messageFields(wordsFor(template, language)))
    return c.html(await page(c, { kind, template, language, fields }, { notice: noticeOf(c, DONE) }))
  })

  routes.post('/:kind', async (c) => {
    const entered = await enter(c)
    const { kind, language, fields } = entered
    return answer(c, entered, async () => {
      switch (fields['do'] ?? 'save') {
        case 'preview':
          return c.html(await page(c, entered))
        case 'test': {
          const to = c.get('viewer').person.email
          const body = parseBody(TestBody, { ...previewBody(kind, entered), to })
          await sendTemplateTest(deps, c.get('em'), c.get('tenant'), kind, body)
          return c.html(
            await page(c, entered, { notice: `A test is on its way to ${to}. Nothing is saved.` }),
          )
        }
        default: {
          const form = enteredForm(fields)
          const changes = parseTemplate(kind, messageBody(kind, language, fields, form))
          const { merchantId } = c.get('tenant')
          const claim = unlessStale(form, async (tx) => {
            await lockMerchant(tx, merchantId)
            return messageFields(wordsFor(await readTemplate(tx, merchantId, kind), language))
          })
          await changeMessageTemplate(c.get('em'), authorOf(c), kind, changes, claim)
          const query = new URLSearchParams({ ...(language ? { language } : {}), done: 'saved' })
          return c.redirect(`${c.get('viewer').base}/settings/messages/${kind}?${query.toString()}`, 303)
        }
      }
    })
  })

  routes.post('/:kind/email.html', async (c) => {
    const entered = await enter(c)
    return answer(c, entered, async () => emailHtml(c, (await previewOf(c, entered)).html))
  })

  return routes

  async function answer(
    c: Context<DashboardEnv>,
    entered: Entered,
    run: () => Promise<Response>,
  ): Promise<Response> {
    try {
      return await run()
    } catch (error) {
      const { fields, mistakes, status } = refusedForm(error, entered.fields)
      const shown = { ...entered, fields }
      return c.html(await page(c, shown, { mistakes: messageMistakes(mistakes) }), status)
    }
  }

  function previewOf(c: Context<DashboardEnv>, entered: Entered) {
    const body = parseBody(PreviewBody, previewBody(entered.kind, entered))
    return previewTemplate(c.get('em'), c.get('tenant'), entered.kind, body, deps.publicUrl)
  }

  async function page(
    c: Context<DashboardEnv>,
    entered: Entered,
    shown: { mistakes?: Record<string, string>; notice?: string | undefined } = {},
  ) {
    const { kind, template, language, fields } = entered
    return MessagePage({
      viewer: c.get('viewer'),
      kind,
      language,
      languages: languagesOf(template),
      fields,
      preview: shown.mistakes ? undefined : await previewOf(c, entered),
      mistakes: shown.mistakes,
      notice: shown.notice,
      isPart: c.req.header('hx-request') === 'true',
    })
  }
}

async function load(c: Context<DashboardEnv>): Promise<Pick<Entered, 'kind' | 'template'>> {
  const kind = TEMPLATE_KINDS.find((known) => known === c.req.param('kind'))
  if (!kind) throw new Problem('not_found')
  return { kind, template: await readTemplate(c.get('em'), c.get('tenant').merchantId, kind) }
}

async function enter(c: Context<DashboardEnv>): Promise<Entered> {
  const fields = await readForm(c)
  const { kind, template } = await load(c)
  return { kind, template, fields, language: languageOf(template, fields['language']) }
}

function languagesOf({ translations }: MessageTemplate): (readonly [tag: string, name: string])[] {
  const known = LANGUAGE_CODES.map((code) => [code, LANGUAGES[code]] as const)
  // The API can set words for any tag.
  const others = Object.keys(translations).filter((tag) => !known.some(([code]) => code === tag))
  return [
    ['', 'All languages without their own words'],
    ...known,
    ...others.map((tag) => [tag, tag] as const),
  ]
}

function languageOf(template: MessageTemplate, given = ''): string {
  return languagesOf(template).find(([tag]) => tag === given)?.[0] ?? ''
}
