import type { WebhookEndpointRow } from '../../../../db/entities/index.ts'
import { Choice, Field } from '../../../pages/fields.tsx'
import { type Attempt, CommandForm, fieldsOfCommand } from '../../command-form.tsx'
import type { Viewer } from '../../viewer.ts'

export interface EndpointCommandsProps {
  viewer: Viewer
  endpoint: WebhookEndpointRow
  attempt: Attempt | undefined
}

export function EndpointCommands(props: EndpointCommandsProps) {
  const isEnabled = props.endpoint.status === 'enabled'
  return (
    <section class="card" aria-labelledby="commands">
      <h2 id="commands">What you can do</h2>
      {isEnabled ? (
        <>
          <CommandForm
            {...formOf('test', props).form}
            title="Send a test event"
            consequence="The event webhook_endpoint.test is sent at once, whatever types the endpoint gets. It is tried once."
          >
            <button class="primary">Send the test</button>
          </CommandForm>
          <RedeliverRange {...props} />
        </>
      ) : (
        <CommandForm
          {...formOf('enable', props).form}
          title="Enable the endpoint"
          consequence="It gets events from now on. Events of the time in between are not sent by themselves."
        >
          <button class="primary">Enable</button>
        </CommandForm>
      )}
      <Rotate {...props} />
      {isEnabled ? (
        <CommandForm
          {...formOf('disable', props).form}
          title="Disable the endpoint"
          consequence="It gets no events until you enable it. What is on its way is cancelled."
        >
          <button class="secondary">Disable</button>
        </CommandForm>
      ) : null}
      <CommandForm
        {...formOf('delete', props).form}
        title="Delete the endpoint"
        consequence="It gets no events any more, and its secret is gone. Its deliveries stay in the log. This cannot be undone."
      >
        <button class="danger">Delete the endpoint</button>
      </CommandForm>
    </section>
  )
}

function formOf(command: string, { viewer, endpoint, attempt }: EndpointCommandsProps) {
  const form = { viewer, subject: `/settings/webhooks/${endpoint.id}`, command, attempt }
  return { form, ...fieldsOfCommand(command, attempt) }
}

function Rotate(props: EndpointCommandsProps) {
  const { form, choice } = formOf('rotate', props)
  return (
    <CommandForm
      {...form}
      title="Make a new secret"
      consequence="The next page shows it, once. Until the earlier secret ends, each event has a signature of both."
    >
      <Choice
        {...choice('overlap', 'P1D')}
        label="The earlier secret signs too"
        options={[
          ['P1D', 'for a day'],
          ['P7D', 'for a week'],
          ['PT0S', 'no longer: it ends at once'],
        ]}
      />
      <button class="primary">Make a new secret</button>
    </CommandForm>
  )
}

function RedeliverRange(props: EndpointCommandsProps) {
  const { form, field, choice } = formOf('redeliver', props)
  return (
    <CommandForm
      {...form}
      title="Send the events of a time again"
      consequence={`Each is a new delivery with the same webhook-id, at most 10,000 at once. Times are by the clock of ${props.viewer.timeZone}.`}
    >
      <div class="fields">
        <Field {...field('since')} id="since" label="From" type="datetime-local" />
        <Field
          {...field('until')}
          label="Until"
          type="datetime-local"
          optional
          hint="Without one until now."
        />
      </div>
      <Choice
        {...choice('events', 'undelivered')}
        label="Which"
        options={[
          ['undelivered', 'Those that did not arrive'],
          ['all', 'All'],
        ]}
      />
      <button class="primary">Send them again</button>
    </CommandForm>
  )
}
