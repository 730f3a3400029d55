import type { Context } from 'hono'

const STREAMED_PATH = /^\/(?:v1|dashboard\/(?:test|live))\/imports$/

/** Such a body streams to its route: nothing else may read or limit it. */
export function isStreamed({ req }: Pick<Context, 'req'>): boolean {
  return req.method === 'POST' && STREAMED_PATH.test(req.path)
}
