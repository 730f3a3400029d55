import type { Context } from 'hono'
import * as v from 'valibot'
import { isEmailAddress } from '../../domain/shared/email-address.ts'
import { MAX_PASSWORD, MIN_PASSWORD } from '../../identity/passwords.ts'
import { line } from '../http/request/fields.ts'

export type Fields = Readonly<Record<string, string>>
export type Mistakes = Readonly<Record<string, string>>

export async function readForm(c: Context): Promise<Fields> {
  const body: Record<string, unknown> = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

type Checked<T> = { ok: true; values: T } | { ok: false; mistakes: Mistakes }

export function checkFields<S extends v.ObjectEntries>(
  fields: Fields,
  entries: S,
): Checked<v.InferOutput<v.ObjectSchema<S, undefined>>> {
  const empty = Object.fromEntries(Object.keys(entries).map((name) => [name, '']))
  const result = v.safeParse(v.object(entries), { ...empty, ...fields })
  if (result.success) return { ok: true, values: result.output }
  const mistakes: Record<string, string> = {}
  for (const { path, message } of result.issues) {
    const name = String(path?.[0].key)
    mistakes[name] ??= message.replace(/^[^|]*\|/, '')
  }
  return { ok: false, mistakes }
}

export const name = line(100)
export const email = v.pipe(
  v.string(),
  v.trim(),
  v.check(isEmailAddress, 'invalid_email|must be an e-mail address'),
  v.toLowerCase(),
)
export const password = v.pipe(v.string(), v.minLength(1, 'required|must not be empty'))
export const newPassword = v.pipe(
  v.string(),
  v.minLength(MIN_PASSWORD, `too_short|must have at least ${MIN_PASSWORD} characters`),
  v.maxLength(MAX_PASSWORD, `too_long|must have at most ${MAX_PASSWORD} characters`),
)
export const code = v.pipe(
  v.string(),
  v.transform((text) => text.replaceAll(/\s/g, '')),
  v.regex(/^\d{6}$/, 'invalid_code|must be the six digits that your app shows'),
)

/** A link must not lead from sign-in to another site. */
export function safePath(text: string | undefined, otherwise: string): string {
  return text !== undefined && /^\/(?![/\\])[\w\-./?=&%~]{0,500}$/.test(text) ? text : otherwise
}
