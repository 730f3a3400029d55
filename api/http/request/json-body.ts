import type { Context } from 'hono'
import * as v from 'valibot'
import { fieldErrors } from './fields.ts'
import { findJsonFault } from './json-text.ts'
import { invalidFields, Problem, unsupportedMediaType } from '../errors/problem.ts'

interface JsonBody {
  text: string
  json: unknown
}

/** @throws Problem `unsupported_media_type` or `invalid_json` */
export async function readJson(c: Context): Promise<JsonBody> {
  assertJsonType(c)
  const text = await readUtf8(c)
  return { text, json: parseJson(text) }
}

/**
 * Treats a blank body of any content type as `{}`.
 *
 * @throws Problem `unsupported_media_type` or `invalid_json`
 */
export async function readOptionalJson(c: Context): Promise<JsonBody> {
  const text = await readUtf8(c)
  if (text.trim() === '') return { text: '', json: {} }
  assertJsonType(c)
  return { text, json: parseJson(text) }
}

function assertJsonType(c: Context): void {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw unsupportedMediaType(type)
}

async function readUtf8(c: Context): Promise<string> {
  const bytes = await c.req.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('invalid_json', 'The body is not UTF-8.')
  }
}

function parseJson(text: string): unknown {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Problem('invalid_json')
  }
  const fault = findJsonFault(text)
  if (fault) throw new Problem('invalid_json', undefined, [fault])
  return json
}

export function parseBody<const S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body)
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.issues))
  return parsed.output
}
