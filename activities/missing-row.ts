import { ApplicationFailure } from '@temporalio/common'
import { UnknownInvoiceError } from '../db/invoices/event-store.ts'
import { UnknownRecurringError } from '../db/recurring/event-store.ts'

/** @throws ApplicationFailure, not retryable, when the invoice or recurring invoice does not exist */
export async function nonRetryableIfMissing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof UnknownInvoiceError) throw missingRow('invoice', error.message)
    if (error instanceof UnknownRecurringError) throw missingRow('recurring invoice', error.message)
    throw error
  }
}

export function missingRow(thing: string, id: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`no ${thing} ${id}`)
}
