import type { Context } from 'hono'

/** Reads what others sent: a JSON value of any shape. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value's fields, or none if it is not an object. */
export function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

/** A list of texts; undefined if it is anything else. */
export function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

/** The fields of a request's JSON body, or none if it has no such body. */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  return object(await c.req.json<unknown>().catch(() => undefined))
}

/** How many a control route is to list: `?limit=`, 200 unless given. */
export function limitOf(c: Context): number {
  const limit = Number(c.req.query('limit') ?? 200)
  return Number.isInteger(limit) && limit > 0 ? limit : 200
}
