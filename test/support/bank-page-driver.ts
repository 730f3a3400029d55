import { expect } from 'vitest'

export type Choices = Partial<
  Record<'account' | 'bank' | 'webhook' | 'refund' | 'settle_after_seconds' | 'delay_seconds', string>
>

export async function goThroughBank(
  location: string,
  decision: 'authorise' | 'reject' | 'leave' = 'authorise',
  choices: Choices = {},
): Promise<string> {
  const first = await (await fetch(location)).text()
  const isConsent = first.includes('name="decision"')
  const consent = isConsent
    ? first
    : await (await fetch(addressOf(first, location), { method: 'POST' })).text()
  const fields = fieldsOf(consent)
  for (const [name, value] of Object.entries(choices)) {
    expect(fields.get(name)?.offers(value), `${name} ${value} is on the page`).toBe(true)
  }
  expect(consent).toContain(`name="decision" value="${decision}"`)
  const chosen = Object.fromEntries([...fields].map(([name, { value }]) => [name, value]))
  const body = new URLSearchParams({ ...chosen, ...choices, decision })
  const left = await fetch(addressOf(consent, location), { method: 'POST', body })
  await left.text()
  return left.url
}

interface Field {
  value: string
  offers(value: string): boolean
}

function fieldsOf(page: string): Map<string, Field> {
  const fields = new Map<string, Field>()
  for (const [, name = '', options = ''] of page.matchAll(/<select name="(\w+)">([\s\S]*?)<\/select>/g)) {
    const values = [...options.matchAll(/<option value="(\w+)"( selected)?/g)]
    const [, value = ''] = values.find(([, , selected]) => selected) ?? values[0] ?? []
    fields.set(name, { value, offers: (wanted) => values.some(([, offered]) => offered === wanted) })
  }
  for (const [, name = '', value = ''] of page.matchAll(/<input name="(\w+)"[^>]*? value="([^"]*)"/g)) {
    fields.set(name, { value, offers: () => true })
  }
  return fields
}

function addressOf(page: string, base: string): string {
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page) ?? []
  return new URL(action.replaceAll('&amp;', '&'), base).href
}
