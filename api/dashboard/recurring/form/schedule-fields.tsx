import type { Mistakes } from '../../../identity/form.ts'
import { Choice, Field } from '../../../pages/fields.tsx'
import type { DraftForm } from '../../invoices/form/draft-form.ts'

interface ScheduleProps {
  form: DraftForm
  mistakes?: Mistakes | undefined
}

export function ScheduleFields({ form: { fields }, mistakes }: ScheduleProps) {
  return (
    <fieldset class="card">
      <legend class="hidden">When</legend>
      <h2>When</h2>
      <div class="fields">
        <Field
          name="schedule.every"
          label="Every"
          numeric
          value={fields['schedule.every']}
          mistakes={mistakes}
        />
        <Choice
          name="schedule.unit"
          label="Unit"
          chosen={fields['schedule.unit']}
          options={[
            ['week', 'weeks'],
            ['month', 'months'],
            ['quarter', 'quarters'],
            ['year', 'years'],
          ]}
          mistakes={mistakes}
        />
        <Field
          name="schedule.start"
          label="First date"
          type="date"
          value={fields['schedule.start']}
          mistakes={mistakes}
        />
        <Field
          name="due_after_days"
          label="Days to pay"
          numeric
          value={fields['due_after_days']}
          mistakes={mistakes}
        />
      </div>
      <div class="fields">
        <Choice
          name="schedule.end"
          label="Ends"
          chosen={fields['schedule.end']}
          options={[
            ['none', 'Never, until you end it'],
            ['date', 'After a last date'],
            ['count', 'After a number of invoices'],
          ]}
          mistakes={mistakes}
        />
        <Field
          name="end_date"
          label="Last date"
          type="date"
          required={false}
          value={fields['end_date']}
          hint="If it ends after a last date."
        />
        <Field
          name="end_count"
          label="Number of invoices"
          numeric
          required={false}
          value={fields['end_count']}
          hint="If it ends after a number."
        />
      </div>
      <Choice
        name="service_period"
        label="Each invoice is for"
        chosen={fields['service_period']}
        options={[
          ['', 'No stated period'],
          ['current', 'The time from its date to the next date'],
          ['previous', 'The time from the date before to its date'],
          ['next', 'The time from the next date to the one after'],
          ['calendar', 'The calendar month (week, quarter, year) of its date'],
          ['previous_calendar', 'The calendar month (week, quarter, year) before its date'],
          ['next_calendar', 'The calendar month (week, quarter, year) after its date'],
        ]}
        hint="It stands on the invoice, and {period} in your texts means it."
        mistakes={mistakes}
      />
      <Choice
        name="issue"
        label="On each date"
        chosen={fields['issue']}
        options={[
          ['send', 'Send the invoice'],
          ['draft', 'Make a draft, which you send or delete'],
        ]}
        mistakes={mistakes}
      />
    </fieldset>
  )
}
