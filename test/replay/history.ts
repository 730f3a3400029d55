import type { History } from '@temporalio/common/lib/proto-utils.js'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

/** Every text of a history, with its payloads decoded: arguments, results, failures, headers and all else. */
export function everyText(history: History): string[] {
  const texts: string[] = []
  collect(JSON.parse(historyToJSON(history)), texts)
  return texts
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') {
    texts.push(value)
    // Payloads are base64; what is not decodes to noise, which does no harm here.
    texts.push(Buffer.from(value, 'base64').toString('utf8'))
  } else if (Array.isArray(value)) for (const item of value) collect(item, texts)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      texts.push(key)
      collect(item, texts)
    }
  }
}
