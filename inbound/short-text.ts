import * as v from 'valibot'
import { hasControls } from '../domain/invoice/limits.ts'

export const shortText = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => !hasControls(text)),
)
