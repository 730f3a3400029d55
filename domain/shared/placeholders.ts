const BRACES = /\{([^{}]*)\}/g

/** Returns the first name in braces that is not known. */
export function unknownPlaceholder(text: string, known: readonly string[]): string | undefined {
  for (const [, name = ''] of text.matchAll(BRACES)) if (!known.includes(name)) return name
  return undefined
}

/** Replaces each `{name}` that has a value. Braces in a value stay as they are. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(BRACES, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )
}

/** Returns the names as a text writes them, such as `{amount}, {currency}`. */
export function listPlaceholders(names: readonly string[]): string {
  return names.map((name) => `{${name}}`).join(', ')
}
