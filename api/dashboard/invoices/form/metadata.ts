import * as v from 'valibot'
import { withLineEnds } from '../../../../domain/invoice/limits.ts'
import type { Fields } from '../../../identity/form.ts'

type Metadata = Record<string, string>

/** `metadata_kept` has what a line cannot state, such as a line break. */
export function metadataFields(metadata: Metadata): Fields {
  return { metadata: textOf(metadata), metadata_kept: JSON.stringify(metadata) }
}

export function metadataOf(fields: Fields): { metadata: Metadata } | { mistake: string } {
  const text = withLineEnds(fields['metadata'] ?? '').trim()
  const kept = v.safeParse(Kept, fields['metadata_kept'])
  if (kept.success && textOf(kept.output) === text) return { metadata: kept.output }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const pairs = lines.map((line) => /^([^:]+):(.*)$/.exec(line)?.slice(1) ?? [])
  const metadata = Object.fromEntries(pairs.map(([key = '', value = '']) => [key.trim(), value.trim()]))
  if (Object.hasOwn(metadata, '')) return { mistake: 'must have lines such as order: PO-7' }
  if (Object.keys(metadata).length < lines.length) return { mistake: 'names something twice' }
  return { metadata }
}

const Kept = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()))

function textOf(metadata: Metadata): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')
    .trim()
}
