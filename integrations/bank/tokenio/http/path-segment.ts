/** Keeps colons unencoded, because Token.io's ids contain colons, as in `pm2:…:…`. */
export function pathSegment(id: string): string {
  return encodeURIComponent(id).replaceAll('%3A', ':')
}
