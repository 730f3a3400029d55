/**
 * JSON reviver that drops `null` fields, as providers use `null` and absent fields alike.
 * Amounts stay `null`, so that a schema refuses them instead of seeing no amount.
 */
export function dropNulls(key: string, value: unknown): unknown {
  // The whole text has the key '', a list's item its index.
  const isKept = value !== null || /^\d*$/.test(key) || key.startsWith('amount')
  return isKept ? value : undefined
}

/**
 * JSON reviver for webhooks, which are stored: `dropNulls` that also refuses texts PostgreSQL cannot store.
 *
 * @throws RangeError for a NUL or half a surrogate pair
 */
export function dropNullsRejectNul(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\0|\p{Cs}/u.test(value)) throw new RangeError(`${key} is not valid text`)
  return dropNulls(key, value)
}
