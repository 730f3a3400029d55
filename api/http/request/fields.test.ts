import type { GenericSchema } from 'valibot'
import { expect, it } from 'vitest'
import { ConfirmBody } from '../../merchant/imports/schemas.ts'
import { LinkBody } from '../../merchant/invoices/request/command-bodies.ts'
import { InvoiceBody } from '../../merchant/invoices/request/invoice-body.ts'
import { ReminderPlanBody } from '../../merchant/invoices/request/reminder-plan-body.ts'
import { parseBody } from './json-body.ts'
import { Problem } from '../errors/problem.ts'

function detailOf(schema: GenericSchema, body: Record<string, unknown>, pointer: string) {
  try {
    parseBody(schema, body)
  } catch (error) {
    return error instanceof Problem && error.errors?.find((each) => each.pointer === pointer)?.detail
  }
  return undefined
}

it('names the expected type with the same words in every body', () => {
  for (const [schema, field] of [
    [ConfirmBody, 'deliver'],
    [LinkBody, 'deliver'],
    [InvoiceBody, 'deliver'],
    [InvoiceBody, 'lines'],
    [ReminderPlanBody, 'steps'],
  ] as const) {
    expect(detailOf(schema, { [field]: 'email' }, `/${field}`)).toBe('must be a list')
  }
  for (const field of ['customer', 'metadata', 'reminders']) {
    expect(detailOf(InvoiceBody, { [field]: 'x' }, `/${field}`)).toBe('must be an object')
  }
})
