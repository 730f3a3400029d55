import type {
  MerchantActor,
  RecurringRequest,
  RecurringRefusal,
  RecurringState,
  Rule,
} from '../../domain/recurring/index.ts'

// Activities of a recurring invoice. Inputs and results hold ids, dates and states, but no personal data.

/** Changes of the schedule. Absent fields stay as they are. */
export interface ScheduleChange {
  every?: number
  unit?: Rule['unit']
  start?: string
  day?: number
  time?: string
  /** Null removes the end. */
  end?: Rule['end'] | null
}

/** The merchant's commands without the dates, which the activity computes from the calendar. */
export type RecurringUpdate = WithoutDates<RecurringRequest>
type WithoutDates<T> = T extends { type: 'change' }
  ? {
      type: 'change'
      commandId: string
      actor: MerchantActor
      /** Id of the template before the change. */
      base: string
      /** Id of the template with the change. */
      templateId: string
      schedule?: ScheduleChange
      catchUp?: RecurringState['catchUp']
    }
  : T extends RecurringRequest
    ? Omit<T, 'at'>
    : never

/** Short, idempotent writes that run as local activities. Each returns the state of the whole log. */
export interface RecurringRecordActivities {
  loadRecurring(input: { recurringId: string }): Promise<RecurringState>
  /** @param input.now milliseconds since 1970, by the recurring invoice's own clock */
  commandRecurring(input: {
    recurringId: string
    command: RecurringUpdate | { type: 'deadline' }
    now: number
  }): Promise<{ state: RecurringState; refused?: RecurringRefusal }>
  /**
   * Creates the invoice of a due occurrence, or records why that is impossible.
   *
   * @returns the invoice whose workflow the caller has to start, unless its merchant issues the draft
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
