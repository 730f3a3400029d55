import { expect, it } from 'vitest'
import { localeOf } from '../../domain/texts/locale.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import { invoiceDocument } from '../../test/support/invoice-document.ts'
import { composeSms } from './compose-message.ts'

it('fills in what is asked for now and what remains in all when a deposit is requested', () => {
  const document = invoiceDocument({ deposit: 3_600, amountRequested: 3_600 })
  const customText = 'Please pay {amount_requested}. Open: {amount_due}.'
  const reminder = { kind: 'reminder' } as Notification
  expect(composeSms(reminder, document, 'https://pay.example/abc', { customText }, localeOf())).toContain(
    'Please pay a deposit of 36.00 GBP, of 120.00 GBP in all. Open: 120.00 GBP.',
  )
})
