import type { Context } from 'hono'

const UPLOAD_PATH = /^\/(?:v1|dashboard\/(?:test|live))\/imports$/

/** Such a body streams to its route: nothing else may read or limit it. */
export function isUpload({ req }: Pick<Context, 'req'>): boolean {
  return req.method === 'POST' && UPLOAD_PATH.test(req.path)
}
