import type { Context } from 'hono'

/** Returns false for null and for a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns no fields if the value is not an object. */
export function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

export function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

/** Returns no fields without a JSON object. */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  return object(await c.req.json<unknown>().catch(() => undefined))
}

/** The limit is 200 if `?limit=` is absent or invalid. */
export function limitOf(c: Context): number {
  const limit = Number(c.req.query('limit') ?? 200)
  return Number.isInteger(limit) && limit > 0 ? limit : 200
}
