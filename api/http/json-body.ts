import type { Context } from 'hono'
import * as v from 'valibot'
import { fieldErrors } from './fields.ts'
import { invalidFields, Problem, unsupportedMediaType } from './problem.ts'

/** @throws Problem `unsupported_media_type` or `invalid_json` */
export async function readJson(c: Context): Promise<{ text: string; json: unknown }> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw unsupportedMediaType(type)
  const text = await c.req.text()
  try {
    return { text, json: JSON.parse(text) as unknown }
  } catch {
    throw new Problem('invalid_json')
  }
}

/**
 * Treats a blank body of any content type as `{}`.
 *
 * @throws Problem `unsupported_media_type` or `invalid_json`
 */
export async function readOptionalJson(c: Context): Promise<{ text: string; json: unknown }> {
  const text = await c.req.text()
  return text.trim() === '' ? { text: '', json: {} } : readJson(c)
}

export function parseBody<const S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body)
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.issues))
  return parsed.output
}
