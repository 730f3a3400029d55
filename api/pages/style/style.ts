import { base } from './base.ts'
import { layout } from './layout.ts'
import { parts } from './parts.ts'
import { tokens } from './tokens.ts'

const LAYERS = '@layer tokens, base, layout, parts;'

export function styleSheet(fonts: string): string {
  return [LAYERS, fonts, tokens, base, layout, parts].join('\n')
}
