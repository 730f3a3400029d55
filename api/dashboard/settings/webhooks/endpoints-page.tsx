import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { EndpointFields } from './endpoint-form.tsx'
import { eventsText, stateOf } from './words.ts'

export interface EndpointsProps {
  viewer: Viewer
  endpoints: readonly WebhookEndpointRow[]
  notice: string | undefined
}

export function EndpointsPage({ viewer, endpoints, notice }: EndpointsProps) {
  const path = `${viewer.base}/settings/webhooks`
  const isEmpty = endpoints.length === 0
  const mayWrite = viewer.may('webhook', 'write')
  const add = mayWrite ? (
    <a class="primary" href={`${path}/new`}>
      {isEmpty ? 'Add the first endpoint' : 'New endpoint'}
    </a>
  ) : null
  return (
    <SettingsPage
      viewer={viewer}
      title="Webhooks"
      here="/settings/webhooks"
      notice={notice}
      actions={isEmpty ? null : add}
    >
      {isEmpty ? (
        <section class="empty">
          <h2>No endpoints yet</h2>
          <p>
            An endpoint is an address of your own server. Each event of this mode is posted there, signed,
            within a second: an invoice was paid, a message did not arrive.
          </p>
          {add}
        </section>
      ) : (
        <ul class="tiles">
          {endpoints.map((endpoint) => {
            const { name, kind, text } = stateOf(endpoint)
            return (
              <li class="card">
                <h2>
                  <a href={`${path}/${endpoint.id}`}>{endpoint.url}</a>
                </h2>
                {endpoint.description ? <p class="pre">{endpoint.description}</p> : null}
                <p>
                  <span class={`badge ${kind}`}>{name}</span> {text}
                </p>
                <p class="muted">{`Gets ${eventsText(endpoint)}.`}</p>
              </li>
            )
          })}
        </ul>
      )}
    </SettingsPage>
  )
}

export interface EndpointEditorProps {
  viewer: Viewer
  /** Absent for a new endpoint. */
  endpointId?: string
  fields: Fields
  mistakes: Mistakes | undefined
  allowsHttp: boolean
}

export function EndpointEditor({ viewer, endpointId, fields, mistakes, allowsHttp }: EndpointEditorProps) {
  const path = endpointId ? `/settings/webhooks/${endpointId}` : '/settings/webhooks'
  return (
    <SettingsPage
      viewer={viewer}
      title={endpointId ? 'Change the endpoint' : 'New endpoint'}
      here="/settings/webhooks"
      isBelow
      mistakes={mistakes}
    >
      <ActionForm viewer={viewer} path={endpointId ? `${path}/edit` : `${path}/new`} class="card reading">
        <p>
          {endpointId
            ? 'The change holds for events from now on. The secret stays as it is.'
            : 'Events from now on are sent to it. The next page shows its secret, once: your server needs it to check the signatures.'}
        </p>
        <Hidden name="id" value={fields['id']} />
        <Hidden name="shown" value={fields['shown']} />
        <EndpointFields fields={fields} mistakes={mistakes} allowsHttp={allowsHttp} />
        <div class="actions">
          <button class="primary">{endpointId ? 'Save the change' : 'Create the endpoint'}</button>
          <a href={viewer.base + path}>Cancel</a>
        </div>
      </ActionForm>
    </SettingsPage>
  )
}
