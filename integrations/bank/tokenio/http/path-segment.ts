/** Encodes an id as one segment of a path. Colons stay unencoded, as in `pm2:…:…`. */
export function pathSegment(id: string): string {
  return encodeURIComponent(id).replaceAll('%3A', ':')
}
