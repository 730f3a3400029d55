import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import { validSecrets } from '../../../../db/webhooks/endpoints.ts'
import type { Mistakes } from '../../../identity/form.ts'
import type { Attempt } from '../../command-form.tsx'
import { dateTime } from '../../format.ts'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { EndpointCommands } from './endpoint-commands.tsx'
import { DeliveryTable, type DeliveryTableProps } from './delivery-table.tsx'
import { eventsText, stateOf } from './words.ts'

export interface EndpointProps extends Omit<DeliveryTableProps, 'path'> {
  viewer: Viewer
  endpoint: WebhookEndpointRow
  /** The page shows the secret once. */
  secret?: string | null | undefined
  attempt?: Attempt | undefined
  mistakes?: Mistakes | undefined
  notice?: string | undefined
}

export function EndpointPage(props: EndpointProps) {
  const { viewer, endpoint, secret, attempt, notice } = props
  const { name, kind, text } = stateOf(endpoint)
  const [, earlier] = validSecrets(endpoint.secrets, Date.now())
  const path = `${viewer.base}/settings/webhooks/${endpoint.id}`
  return (
    <SettingsPage
      viewer={viewer}
      title={endpoint.url}
      here="/settings/webhooks"
      isBelow
      mistakes={attempt?.mistakes}
      notice={notice}
    >
      {secret ? <SecretCard secret={secret} /> : null}
      <div class="columns two">
        <section class="card" aria-labelledby="endpoint">
          <h2 id="endpoint">Endpoint</h2>
          <dl class="facts">
            <dt>State</dt>
            <dd>
              <span class={`badge ${kind}`}>{name}</span> {text}
            </dd>
            <dt>Gets</dt>
            <dd>
              {eventsText(endpoint)}
              {endpoint.events ? <span class="muted block">{endpoint.events.join(', ')}</span> : null}
            </dd>
            {endpoint.description ? (
              <>
                <dt>Description</dt>
                <dd class="pre">{endpoint.description}</dd>
              </>
            ) : null}
            {earlier?.expiresAt ? (
              <>
                <dt>Earlier secret</dt>
                <dd>{`signs too until ${dateTime(Date.parse(earlier.expiresAt), viewer.timeZone)}`}</dd>
              </>
            ) : null}
          </dl>
          {viewer.may('webhook', 'write') ? (
            <p>
              <a class="secondary small" href={`${path}/edit`}>
                Change address or events
              </a>
            </p>
          ) : null}
        </section>
        {viewer.may('webhook', 'write') ? (
          <EndpointCommands viewer={viewer} endpoint={endpoint} attempt={attempt} />
        ) : null}
      </div>
      <DeliveryTable {...props} path={path} />
    </SettingsPage>
  )
}

function SecretCard({ secret }: { secret: string }) {
  return (
    <section class="card reading" role="status" aria-labelledby="secret-heading">
      <h2 id="secret-heading">The secret</h2>
      <p>Copy it to your server now: it is not shown again. It checks the signatures of the events.</p>
      <div class="copy">
        <input id="secret" aria-label="Secret" readonly value={secret} />
        <button class="secondary scripted" type="button" data-copy="secret">
          Copy the secret
        </button>
      </div>
    </section>
  )
}
