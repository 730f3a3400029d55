import type {
  MerchantActor,
  RecurringRequest,
  RecurringRefusal,
  RecurringState,
  Rule,
} from '../../domain/recurring/index.ts'

// What the workflow of a recurring invoice asks of the outside. Ids, dates and states only: no personal data.

/** What is to be different about the schedule; absent stays as it is. */
export interface ScheduleChange {
  every?: number
  unit?: Rule['unit']
  start?: string
  day?: number
  time?: string
  /** Null: for ever. */
  end?: Rule['end'] | null
}

/** The merchant's requests without what follows from the calendar, which is computed beside them. */
export type RecurringUpdate = WithoutDates<RecurringRequest>
type WithoutDates<T> = T extends { type: 'change' }
  ? {
      type: 'change'
      commandId: string
      actor: MerchantActor
      /** The template that the change was made from, and the one with the change. */
      base: string
      templateId: string
      schedule?: ScheduleChange
      catchUp?: RecurringState['catchUp']
    }
  : T extends RecurringRequest
    ? Omit<T, 'at'>
    : never

/** Short, idempotent writes: run as local activities. Each answers what the log adds up to then. */
export interface RecurringRecordActivities {
  openRecurring(input: { recurringId: string }): Promise<RecurringState>
  /** @param now by the plan's own clock */
  tellRecurring(input: {
    recurringId: string
    command: RecurringUpdate | { type: 'deadline' }
    now: number
  }): Promise<{ state: RecurringState; refused?: RecurringRefusal }>
  /**
   * Makes the invoice of an occurrence that is due, or records why it cannot be made.
   *
   * @returns the invoice whose workflow has to be started; absent for a draft that waits for its merchant
   */
  issueOccurrence(input: {
    recurringId: string
    number: number
  }): Promise<{ state: RecurringState; start?: { invoiceId: string; merchantId: string } }>
}

/** What may take days: run as a normal activity, retried until done. */
export interface RecurringNoticeActivities {
  sendRecurringNotice(input: { recurringId: string; notice: string }): Promise<RecurringState>
}

export type RecurringActivities = RecurringRecordActivities & RecurringNoticeActivities
