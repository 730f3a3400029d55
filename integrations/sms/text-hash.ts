import { createHash } from 'node:crypto'

/** Returns what identifies the text of a message, so that nothing of it is kept. */
export function textHashOf(body: string): string {
  return createHash('sha256').update(body).digest('base64url')
}
