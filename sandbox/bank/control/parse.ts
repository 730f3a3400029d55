import type { Context } from 'hono'

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

export function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  return object(await c.req.json<unknown>().catch(() => undefined))
}

export function limitOf(c: Context): number {
  const limit = Number(c.req.query('limit') ?? 200)
  return Number.isInteger(limit) && limit > 0 ? limit : 200
}
