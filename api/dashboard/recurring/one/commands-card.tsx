import type { Child } from 'hono/jsx'
import { Choice, Hidden } from '../../../pages/fields.tsx'
import { type Attempt, CommandForm, fieldsOfCommand } from '../../command-form.tsx'
import { day } from '../../format.ts'
import type { Viewer } from '../../viewer.ts'
import type { RecurringView } from './load-recurring-view.ts'

interface CommandsProps {
  viewer: Viewer
  view: RecurringView
  attempt: Attempt | undefined
}

export function CommandsCard({ viewer, view, attempt }: CommandsProps) {
  const { shown } = view
  const { id, status, next, failed, customer } = shown
  if (!viewer.may('invoice', 'write') || (status === 'ended' && failed.length === 0)) return null
  const [coming] = next
  const form = (command: string, title: string, consequence: string, children: Child) => (
    <CommandForm {...{ viewer, subject: `/recurring/${id}`, command, attempt, title, consequence }}>
      {children}
    </CommandForm>
  )
  const isOpen = status !== 'ended'
  return (
    <section class="card" aria-labelledby="commands">
      <h2 id="commands">What you can do</h2>
      {failed.length > 0 ? (
        <>
          {form(
            'retry',
            'Try again what failed',
            'Its invoices are made and sent now, with the texts and the amount of today.',
            <>
              <Choice
                {...fieldsOfCommand('retry', attempt).choice('occurrence', '')}
                label="Which"
                options={[
                  ['', 'All that failed'],
                  ...failed.map(({ occurrence, date }): [string, string] => [
                    String(occurrence),
                    `Invoice ${occurrence}, for ${day(date)}`,
                  ]),
                ]}
              />
              <button class="primary">Try again</button>
            </>,
          )}
        </>
      ) : null}
      {isOpen && customer ? (
        <p>
          <a class="secondary" href={`${viewer.base}/recurring/${id}/edit`}>
            Change it
          </a>
        </p>
      ) : null}
      {isOpen && coming
        ? form(
            'skip',
            'Skip the next',
            `No invoice is made for ${day(coming.date)}. The one after it comes as planned. This cannot be undone.`,
            <>
              <Hidden name="occurrence" value={String(coming.number)} />
              <button class="secondary">{`Skip ${day(coming.date)}`}</button>
            </>,
          )
        : null}
      {status === 'active'
        ? form(
            'pause',
            'Pause',
            'Dates are skipped until you resume it. Invoices that were made stay.',
            <button class="secondary">Pause</button>,
          )
        : null}
      {status === 'paused'
        ? form(
            'resume',
            'Resume',
            'From the next date on, invoices are made again. What was skipped stays skipped.',
            <button class="primary">Resume</button>,
          )
        : null}
      {isOpen
        ? form(
            'end',
            'End',
            'No invoice follows any more, and this cannot be undone. Invoices that were made stay.',
            <button class="danger">End the recurring invoice</button>,
          )
        : null}
      {isOpen && viewer.mode === 'test'
        ? form(
            'clock',
            'Move the test clock',
            'Time passes at once: each date on the way makes its invoice at its own instant. The clock only moves forward.',
            <>
              <Choice
                {...fieldsOfCommand('clock', attempt).choice('advance', 'P1M')}
                label="Ahead by"
                options={[
                  ['P1D', 'a day'],
                  ['P7D', 'a week'],
                  ['P1M', 'a month'],
                  ['P3M', 'three months'],
                  ['P1Y', 'a year'],
                ]}
              />
              <button class="secondary">Move the clock</button>
            </>,
          )
        : null}
    </section>
  )
}
