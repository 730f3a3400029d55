import { existsSync } from 'node:fs'
import { writeJson } from '../json-file.ts'
import { stackPaths } from '../paths.ts'
import type { StackFile } from '../file.ts'

const FIRST_INVOICE = {
  customer: { name: 'Alex Moreau', email: 'alex.moreau@customer.example' },
  currency: 'GBP',
  description: 'Brand design, first half',
  amount: 125_000,
  deliver: ['email'],
  send: 'now',
}
const DUE_IN_DAYS = 14
const DAY_MS = 86_400_000

export async function sendFirstInvoice({ api, api_key }: StackFile, paths = stackPaths()): Promise<boolean> {
  if (existsSync(paths.firstInvoice)) return false
  const dueDate = new Date(Date.now() + DUE_IN_DAYS * DAY_MS).toISOString().slice(0, 10)
  const response = await fetch(`${api}/v1/invoices`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${api_key}`,
      'content-type': 'application/json',
      'idempotency-key': `first-invoice-${dueDate}`,
    },
    body: JSON.stringify({ ...FIRST_INVOICE, due_date: dueDate }),
  })
  const body = await response.text()
  if (response.status !== 201) throw new Error(`The first invoice was refused: ${response.status} ${body}`)
  writeJson(paths.firstInvoice, JSON.parse(body))
  return true
}
