export function pathSegment(id: string): string {
  return encodeURIComponent(id).replaceAll('%3A', ':')
}
