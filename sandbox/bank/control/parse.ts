import type { Context } from 'hono'

/** True for a JSON object; false for a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the value's fields; none if the value is not an object. */
export function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

/** Returns a list of texts; undefined for any other value. */
export function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

/** Returns the fields of a request's JSON body; none without a JSON object. */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  return object(await c.req.json<unknown>().catch(() => undefined))
}

/** Reads `?limit=`, the most entries to list; 200 by default. */
export function limitOf(c: Context): number {
  const limit = Number(c.req.query('limit') ?? 200)
  return Number.isInteger(limit) && limit > 0 ? limit : 200
}
