/**
 * The JSON reviver drops `null` fields, so that `null` counts as absent. A `null` amount stays, and so counts
 * as unreadable.
 */
export function dropNulls(key: string, value: unknown): unknown {
  // The root has the key '', and an item of a list has the index:
  // https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/JSON/parse
  const isKept = value !== null || /^\d*$/.test(key) || key.startsWith('amount')
  return isKept ? value : undefined
}

/**
 * The JSON reviver also refuses string values that PostgreSQL cannot store.
 *
 * @see https://www.postgresql.org/docs/current/datatype-json.html
 * @throws RangeError for a NUL or half a surrogate pair
 */
export function dropNullsRejectNul(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\0|\p{Cs}/u.test(value)) throw new RangeError(`${key} is not valid text`)
  return dropNulls(key, value)
}
