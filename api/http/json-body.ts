import type { Context } from 'hono'
import { Problem } from './problem.ts'

/** The body as it came and as JSON. @throws Problem when it is no JSON, or not declared as such */
export async function readJson(c: Context): Promise<{ text: string; json: unknown }> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) throw new Problem('unsupported_media_type')
  const text = await c.req.text()
  try {
    return { text, json: JSON.parse(text) as unknown }
  } catch {
    throw new Problem('invalid_json')
  }
}

/** The same, where nothing at all means no wishes. @throws Problem likewise */
export async function readOptionalJson(c: Context): Promise<{ text: string; json: unknown }> {
  const text = await c.req.text()
  return text.trim() === '' ? { text: '', json: {} } : readJson(c)
}
