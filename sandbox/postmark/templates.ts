import { Hono, type Context } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { answerRefusal, refuse } from './errors.ts'
import { isRecord } from './message.ts'
import {
  findTemplate,
  listTemplates,
  removeTemplate,
  saveTemplate,
  type Template,
  type TemplateText,
} from './template-store.ts'

/** The template routes. Layouts are not supported. https://postmarkapp.com/developer/api/templates-api */
export function createTemplateRoutes(database: DatabaseSync): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.get('/templates', (c) => {
    const templates = listTemplates(database)
    const [count, offset] = [Number(c.req.query('count') ?? 100), Number(c.req.query('offset') ?? 0)]
    return c.json({
      TotalCount: templates.length,
      Templates: templates.slice(offset, offset + count).map(summaryOf),
    })
  })
  app.get('/templates/:reference', (c) => {
    const template = findTemplate(database, c.req.param('reference'))
    return template ? c.json(template) : notFound(c)
  })
  app.post('/templates', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    if (!isRecord(body)) return answerRefusal(c, refuse(1109, 'No template data received.'))
    const text = readText(body)
    if (!text.Name) return answerRefusal(c, refuse(1105, `The 'Name' of the template is missing.`))
    if (!text.HtmlBody && !text.TextBody) {
      return answerRefusal(c, refuse(1107, `A template needs an 'HtmlBody' or a 'TextBody'.`))
    }
    if (text.Alias && findTemplate(database, text.Alias)) {
      return answerRefusal(c, refuse(1122, `The alias '${text.Alias}' is already in use.`))
    }
    return c.json(summaryOf(saveTemplate(database, text)))
  })
  app.put('/templates/:reference', async (c) => {
    const template = findTemplate(database, c.req.param('reference'))
    const body: unknown = await c.req.json().catch(() => undefined)
    if (!template) return notFound(c)
    if (!isRecord(body)) return answerRefusal(c, refuse(1109, 'No template data received.'))
    return c.json(summaryOf(saveTemplate(database, readText({ ...template, ...body }), template.TemplateId)))
  })
  app.delete('/templates/:reference', (c) => {
    const template = findTemplate(database, c.req.param('reference'))
    if (!template) return notFound(c)
    removeTemplate(database, template.TemplateId)
    return c.json({ ErrorCode: 0, Message: `Template ${template.TemplateId} removed.` })
  })
  return app
}

function notFound(context: Context): Response {
  return answerRefusal(
    context,
    refuse(1101, `The 'TemplateId' or 'TemplateAlias' is not valid or was not found.`),
  )
}

function readText(body: Record<string, unknown>): TemplateText {
  const text = (field: string): string | null => (typeof body[field] === 'string' ? body[field] : null)
  return {
    Name: text('Name') ?? '',
    Alias: text('Alias'),
    Subject: text('Subject') ?? '',
    HtmlBody: text('HtmlBody'),
    TextBody: text('TextBody'),
  }
}

function summaryOf({ TemplateId, Name, Alias, Active, TemplateType, LayoutTemplate }: Template): object {
  return { TemplateId, Name, Alias, Active, TemplateType, LayoutTemplate }
}
