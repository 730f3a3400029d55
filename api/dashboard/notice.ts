import type { Context } from 'hono'

/** Returns the sentence for `done` in the address, if the page has one. */
export function noticeOf(c: Context, sentences: Readonly<Record<string, string>>): string | undefined {
  const done = c.req.query('done')
  return done !== undefined && Object.hasOwn(sentences, done) ? sentences[done] : undefined
}
