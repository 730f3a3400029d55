/**
 * For JSON from a provider: a field that is `null` says no more than one that is not there. Some write the one, some the
 * other, and which may change. Only an amount has to be one: what says `null` instead must not be taken for another.
 */
export function dropNulls(key: string, value: unknown): unknown {
  // The whole text has the key '', what is in a list its place there.
  const isKept = value !== null || /^\d*$/.test(key) || key.startsWith('amount')
  return isKept ? value : undefined
}

/**
 * The same for a webhook, which is kept: a text with a NUL or half a surrogate pair is none that a database takes.
 *
 * @throws RangeError for such a text
 */
export function withoutNullsOrNul(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\0|\p{Cs}/u.test(value)) throw new RangeError(`${key} is no text`)
  return dropNulls(key, value)
}
