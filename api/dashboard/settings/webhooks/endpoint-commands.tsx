import type { Child } from 'hono/jsx'
import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import { newId } from '../../../../db/ids.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Choice, Field, Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'

/** A form that was refused, and is shown again. */
export interface Attempt {
  command: string
  fields: Fields
  mistakes: Mistakes
}

export interface EndpointCommandsProps {
  viewer: Viewer
  endpoint: WebhookEndpointRow
  attempt: Attempt | undefined
}

/** The commands that the endpoint can take, each with its consequence. */
export function EndpointCommands(props: EndpointCommandsProps) {
  const isEnabled = props.endpoint.status === 'enabled'
  return (
    <section class="card" aria-labelledby="commands">
      <h2 id="commands">What you can do</h2>
      {isEnabled ? (
        <>
          <Command
            {...props}
            command="test"
            title="Send a test event"
            consequence="The event webhook_endpoint.test is sent at once, whatever types the endpoint gets. It is tried once."
          >
            <button class="primary">Send the test</button>
          </Command>
          <RedeliverRange {...props} />
        </>
      ) : (
        <Command
          {...props}
          command="enable"
          title="Enable the endpoint"
          consequence="It gets events from now on. Events of the time in between are not sent by themselves."
        >
          <button class="primary">Enable</button>
        </Command>
      )}
      <Rotate {...props} />
      {isEnabled ? (
        <Command
          {...props}
          command="disable"
          title="Disable the endpoint"
          consequence="It gets no events until you enable it. What is on its way is cancelled."
        >
          <button class="secondary">Disable</button>
        </Command>
      ) : null}
      <Command
        {...props}
        command="delete"
        title="Delete the endpoint"
        consequence="It gets no events any more, and its secret is gone. Its deliveries stay in the log. This cannot be undone."
      >
        <button class="danger">Delete the endpoint</button>
      </Command>
    </section>
  )
}

function Rotate(props: EndpointCommandsProps) {
  const mine = attemptOf(props, 'rotate')
  return (
    <Command
      {...props}
      command="rotate"
      title="Make a new secret"
      consequence="The next page shows it, once. Until the earlier secret ends, each event has a signature of both."
    >
      <Choice
        name="overlap"
        label="The earlier secret signs too"
        chosen={mine?.fields['overlap'] ?? 'P1D'}
        options={[
          ['P1D', 'for a day'],
          ['P7D', 'for a week'],
          ['PT0S', 'no longer: it ends at once'],
        ]}
        mistakes={mine?.mistakes}
      />
      <button class="primary">Make a new secret</button>
    </Command>
  )
}

function RedeliverRange(props: EndpointCommandsProps) {
  const mine = attemptOf(props, 'redeliver')
  const field = (name: string) => ({ name, value: mine?.fields[name], mistakes: mine?.mistakes })
  return (
    <Command
      {...props}
      command="redeliver"
      title="Send the events of a time again"
      consequence={`Each is a new delivery with the same webhook-id, at most 10,000 at once. Times are by the clock of ${props.viewer.timeZone}.`}
    >
      <div class="fields">
        <Field {...field('since')} label="From" type="datetime-local" />
        <Field
          {...field('until')}
          label="Until"
          type="datetime-local"
          optional
          hint="Without one until now."
        />
      </div>
      <Choice
        name="events"
        label="Which"
        chosen={mine?.fields['events'] ?? 'undelivered'}
        options={[
          ['undelivered', 'Those that did not arrive'],
          ['all', 'All'],
        ]}
      />
      <button class="primary">Send them again</button>
    </Command>
  )
}

function attemptOf({ attempt }: EndpointCommandsProps, command: string): Attempt | undefined {
  return attempt?.command === command ? attempt : undefined
}

function Command({
  viewer,
  endpoint,
  command,
  title,
  consequence,
  children,
  ...props
}: EndpointCommandsProps & { command: string; title: string; consequence: string; children: Child }) {
  const mine = attemptOf({ viewer, endpoint, ...props }, command)
  return (
    <details class="disclosure" open={mine !== undefined}>
      <summary>{title}</summary>
      <ActionForm viewer={viewer} path={`/settings/webhooks/${endpoint.id}/${command}`}>
        <p>{consequence}</p>
        <Hidden name="command" value={mine?.fields['command'] ?? newId('cmd')} />
        {children}
      </ActionForm>
    </details>
  )
}
