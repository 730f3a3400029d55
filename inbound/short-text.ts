import * as v from 'valibot'
import { hasControls } from '../domain/invoice/limits.ts'

/** A short text of a webhook. The database cannot store every control character. */
export const shortText = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => !hasControls(text)),
)
