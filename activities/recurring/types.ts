import type {
  MerchantActor,
  RecurringRequest,
  RecurringRefusal,
  RecurringState,
  Rule,
} from '../../domain/recurring/index.ts'

// Inputs and results must contain no personal data, because workflow histories can store both.

/** Absent fields stay the same. */
export interface ScheduleChange {
  every?: number
  unit?: Rule['unit']
  start?: string
  day?: number
  time?: string
  /** Null removes the end. */
  end?: Rule['end'] | null
}

/** Has no dates, because the activity computes the dates from the calendar. */
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

/** Every write must be idempotent, because an activity can run more than once. */
export interface RecurringRecordActivities {
  loadRecurring(input: { recurringId: string }): Promise<RecurringState>
  /** @param input.now milliseconds since 1970, by the recurring invoice's clock */
  commandRecurring(input: {
    recurringId: string
    command: RecurringUpdate | { type: 'deadline' }
    now: number
  }): Promise<{ state: RecurringState; refused?: RecurringRefusal }>
  /**
   * Creates the invoice of a due occurrence, or records the reason for the failure.
   *
   * @returns `start` if the caller has to start the workflow of an invoice
   */
  issueOccurrence(input: {
    recurringId: string
    number: number
  }): Promise<{ state: RecurringState; start?: { invoiceId: string; merchantId: string } }>
}

/** Runs as a normal activity, because retries may take days. */
export interface RecurringNoticeActivities {
  sendRecurringNotice(input: { recurringId: string; notice: string }): Promise<RecurringState>
}

export type RecurringActivities = RecurringRecordActivities & RecurringNoticeActivities
