import type { Mode } from '../domain/shared/mode.ts'

export function webhookPath(mode: Mode, source: string): string {
  return mode === 'live' ? `/webhooks/${source}` : `/webhooks/test/${source}`
}
