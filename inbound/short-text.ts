import * as v from 'valibot'
import { hasControls } from '../domain/invoice/limits.ts'

/** A short text of a webhook without control characters, some of which the database cannot store. */
export const shortText = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => !hasControls(text)),
)
