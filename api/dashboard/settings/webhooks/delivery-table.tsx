import type { DeliveryRecord } from '../../../../db/webhooks/deliveries.ts'
import { Choice, Field } from '../../../pages/fields.tsx'
import { breakable } from '../../../pages/breakable.tsx'
import { count, dateTime } from '../../format.ts'
import { FilterForm, PagesNav } from '../../list-parts.tsx'
import type { Viewer } from '../../viewer.ts'
import { answerOf, STATUS_OPTIONS, statusOf } from './words.ts'

export interface DeliveryTableProps {
  viewer: Viewer
  path: string
  deliveries: readonly DeliveryRecord[]
  status: string
  /** The text is as the person typed it. */
  event: string
  isFirst: boolean
  nextCursor: string | null
}

export function DeliveryTable(props: DeliveryTableProps) {
  const { viewer, path, deliveries, status, event, isFirst, nextCursor } = props
  const isFiltered = status !== '' || event !== ''
  return (
    <section class="stack" aria-labelledby="log">
      <h2 id="log">Deliveries of the last 90 days</h2>
      <FilterForm path={path} isFiltered={isFiltered}>
        <Field
          name="event"
          label="Event"
          type="search"
          value={event}
          required={false}
          placeholder="Its id, evt_…"
        />
        <Choice name="status" label="Outcome" chosen={status} options={STATUS_OPTIONS} />
      </FilterForm>
      {deliveries.length === 0 ? (
        <div class="empty">
          <p>{isFiltered ? 'No delivery matches.' : 'No event was sent to it yet. Send a test event.'}</p>
        </div>
      ) : (
        <div class="table">
          <table>
            <caption class="hidden">Deliveries, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col" class="from-tablet">
                  Created
                </th>
                <th scope="col">Outcome</th>
                <th scope="col" class="from-tablet">
                  Last answer
                </th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((delivery) => (
                <DeliveryRow viewer={viewer} delivery={delivery} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <PagesNav path={path} filter={{ status, event }} isFirst={isFirst} nextCursor={nextCursor} />
    </section>
  )
}

function DeliveryRow({ viewer, delivery }: { viewer: Viewer; delivery: DeliveryRecord }) {
  const { id, event, createdAtMs, attempts, tries } = delivery
  const { name, kind } = statusOf(delivery)
  const last = tries.at(-1)
  const at = dateTime(Math.floor(createdAtMs), viewer.timeZone)
  return (
    <tr>
      <th scope="row" class="whole-words">
        <a href={`${viewer.base}/settings/webhooks/deliveries/${id}`}>{breakable(event.type)}</a>
        <span class="to-tablet">
          <span class="muted">{at}</span>
        </span>
      </th>
      <td class="from-tablet nowrap">{at}</td>
      <td>
        <span class={`badge ${kind}`}>{name}</span>
      </td>
      <td class="from-tablet">
        {last ? answerOf(last) : '–'}
        {attempts > 1 ? <span class="muted block">{count(attempts, 'try', 'tries')}</span> : null}
      </td>
    </tr>
  )
}
