import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'

const TYPE = 'MerchantBlocked'

/** Temporal retries the activity while the merchant is suspended. */
export function merchantBlocked(reason: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: TYPE,
    message: `the merchant must not send: ${reason}`,
    category: ApplicationFailureCategory.BENIGN,
  })
}

export function isMerchantBlocked(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === TYPE
}
