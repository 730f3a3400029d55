import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import { newId } from '../../../../db/ids.ts'
import type { DeliveryRecord } from '../../../../db/webhooks/deliveries.ts'
import { eventBody } from '../../../../domain/events/published-event.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { Hidden } from '../../../pages/fields.tsx'
import { dateTime } from '../../format.ts'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { answerOf, statusOf } from './words.ts'

export interface DeliveryProps {
  viewer: Viewer
  delivery: DeliveryRecord
  /** Null if it is deleted. */
  endpoint: WebhookEndpointRow | null
  mistakes?: Mistakes | undefined
  notice?: string | undefined
}

export function DeliveryPage({ viewer, delivery, endpoint, mistakes, notice }: DeliveryProps) {
  const { event, nextAtMs, tries, id } = delivery
  const { name, kind } = statusOf(delivery)
  const base = `${viewer.base}/settings/webhooks`
  return (
    <SettingsPage
      viewer={viewer}
      title={`Delivery of ${event.type}`}
      here="/settings/webhooks"
      isBelow
      mistakes={mistakes}
      notice={notice}
    >
      <section class="card" aria-labelledby="delivery">
        <h2 id="delivery">Delivery</h2>
        <dl class="facts">
          <dt>Outcome</dt>
          <dd>
            <span class={`badge ${kind}`}>{name}</span>
          </dd>
          {nextAtMs === null ? null : (
            <>
              <dt>Next try</dt>
              <dd>{dateTime(Math.floor(nextAtMs), viewer.timeZone)}</dd>
            </>
          )}
          <dt>Endpoint</dt>
          <dd>{endpoint ? <a href={`${base}/${endpoint.id}`}>{endpoint.url}</a> : 'deleted'}</dd>
          <dt>webhook-id</dt>
          <dd>
            <code>{event.id}</code>
          </dd>
          <dt>Sequence</dt>
          <dd>{String(event.sequence)}</dd>
        </dl>
        {endpoint && viewer.may('webhook', 'write') ? (
          <ActionForm viewer={viewer} path={`/settings/webhooks/deliveries/${id}/redeliver`}>
            <Hidden name="command" value={newId('cmd')} />
            <p class="muted">Sending it again makes a new delivery with the same webhook-id.</p>
            <button class="secondary">Send it again</button>
          </ActionForm>
        ) : null}
      </section>
      <section class="card" aria-labelledby="tries">
        <h2 id="tries">Tries</h2>
        {tries.length === 0 ? <p>It was not tried yet.</p> : null}
        <ol class="timeline">
          {tries.map((one) => (
            <li class={one.failure === null ? 'good' : 'bad'}>
              <p>
                <strong>{answerOf(one)}</strong>
              </p>
              <p class="muted">{`${dateTime(Date.parse(one.at), viewer.timeZone)}, after ${one.durationMs} ms`}</p>
              {one.body ? <pre class="letter">{one.body}</pre> : null}
            </li>
          ))}
        </ol>
      </section>
      <section class="card" aria-labelledby="body">
        <h2 id="body">What is sent</h2>
        <pre class="letter">{JSON.stringify(eventBody(event), null, 2)}</pre>
      </section>
    </SettingsPage>
  )
}
