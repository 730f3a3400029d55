export function mergeChanges(
  present: Record<string, unknown>,
  changes: Record<string, unknown>,
  nested: readonly string[],
): Record<string, unknown> {
  const merged = { ...present, ...changes }
  for (const name of nested) {
    const change = changes[name]
    if (isObject(change)) merged[name] = { ...(present[name] as object), ...change }
  }
  return merged
}

export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  )
}

export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
