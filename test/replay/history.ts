import type { History } from '@temporalio/common/lib/proto-utils.js'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

export function toJson(history: History): string {
  const json = historyToJSON(history)
    .replace(/"identity": "[^"]*"/g, '"identity": "recorded"')
    .replace(/"\d+@[^"]*"/g, '"recorded"')
  return `${json}\n`
}

export function everyText(history: History): string[] {
  const texts: string[] = []
  collect(JSON.parse(historyToJSON(history)), texts)
  return texts
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') {
    texts.push(value, Buffer.from(value, 'base64').toString('utf8'))
  } else if (Array.isArray(value)) for (const item of value) collect(item, texts)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      texts.push(key)
      collect(item, texts)
    }
  }
}
