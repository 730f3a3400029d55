export function dropNulls(key: string, value: unknown): unknown {
  // The root's key is '', and the key of a list item is its index:
  // https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/JSON/parse
  const isKept = value !== null || /^\d*$/.test(key) || key.startsWith('amount')
  return isKept ? value : undefined
}

/**
 * PostgreSQL's `jsonb` can store neither NUL nor half a surrogate pair.
 *
 * @see https://www.postgresql.org/docs/current/datatype-json.html
 * @throws RangeError for such a text
 */
export function dropNullsRejectNul(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\0|\p{Cs}/u.test(value)) throw new RangeError(`${key} is not valid text`)
  return dropNulls(key, value)
}
