/**
 * Drops `null` fields as a JSON reviver, because providers use `null` and absent fields alike. Amounts stay
 * `null`, so that a schema refuses such an amount.
 */
export function dropNulls(key: string, value: unknown): unknown {
  // The whole text has the key '', and a list's item has the index.
  const isKept = value !== null || /^\d*$/.test(key) || key.startsWith('amount')
  return isKept ? value : undefined
}

/**
 * Drops `null` fields like `dropNulls`, and refuses texts that a database column cannot store.
 *
 * @throws RangeError for a NUL or half a surrogate pair
 */
export function dropNullsRejectNul(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\0|\p{Cs}/u.test(value)) throw new RangeError(`${key} is not valid text`)
  return dropNulls(key, value)
}
