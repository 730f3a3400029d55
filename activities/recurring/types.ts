import type { ScheduleChange } from '../../domain/recurring/change.ts'
import type {
  MerchantActor,
  RecurringRequest,
  RecurringRefusal,
  RecurringState,
} from '../../domain/recurring/index.ts'

export type RecurringUpdate = WithoutDates<RecurringRequest>
type WithoutDates<T> = T extends { type: 'change' }
  ? {
      type: 'change'
      commandId: string
      actor: MerchantActor
      base: string
      templateId: string
      schedule?: ScheduleChange
      catchUp?: RecurringState['catchUp']
    }
  : T extends RecurringRequest
    ? Omit<T, 'at'>
    : never

export interface RecurringRecordActivities {
  loadRecurring(input: { recurringId: string }): Promise<RecurringState>
  /** @param input.now milliseconds since 1970, by the recurring invoice's clock */
  commandRecurring(input: {
    recurringId: string
    command: RecurringUpdate | { type: 'deadline' }
    now: number
  }): Promise<{ state: RecurringState; refused?: RecurringRefusal }>
  issueOccurrence(input: {
    recurringId: string
    number: number
  }): Promise<{ state: RecurringState; start?: { invoiceId: string; merchantId: string } }>
}

export interface RecurringNoticeActivities {
  sendRecurringNotice(input: { recurringId: string; notice: string }): Promise<RecurringState>
}

export type RecurringActivities = RecurringRecordActivities & RecurringNoticeActivities
