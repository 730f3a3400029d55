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

/** `MAX_DEPTH` avoids a stack overflow on a deeply nested body. */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return value
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null ? [] : [[key, withoutNulls(item, depth + 1)]],
    ),
  )
}

const MAX_DEPTH = 20

export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
