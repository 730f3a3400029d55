/**
 * Encodes an id as one segment of a path. Colons stay, as in `pm2:…:…`, because the signature covers the path
 * as sent.
 */
export function pathSegment(id: string): string {
  return encodeURIComponent(id).replaceAll('%3A', ':')
}
