import type { FC } from 'hono/jsx'
import { Layout, Moment, Status } from './layout.tsx'
import type { InboxMessage } from './read-message.ts'

const fitFrame = `
const frame = document.querySelector('iframe')
const fit = () => { frame.style.height = frame.contentDocument.documentElement.scrollHeight + 4 + 'px' }
if (frame) {
  frame.addEventListener('load', fit)
  if (frame.contentDocument?.readyState === 'complete') fit()
}`

export const MessagePage: FC<{ message: InboxMessage }> = ({ message }) => (
  <Layout title={`${message.subject || 'Text message'} · sandbox`} script={fitFrame}>
    <p>
      <a href="/inbox">← Inbox</a>
    </p>
    <h1>{message.kind === 'sms' ? `Text message to ${message.to}` : message.subject || '(no subject)'}</h1>
    <p class="lead">
      <Status of={message.status} /> <Moment at={message.received_at} />
    </p>
    {message.kind === 'sms' ? (
      <p class="bubble">
        <Linked text={message.text} />
      </p>
    ) : (
      <Mail message={message} />
    )}
    {message.events.length > 0 ? (
      <>
        <h2>Events</h2>
        <table>
          {message.events.map(({ type, recipient, at }) => (
            <tr>
              <th scope="row">{type}</th>
              <td>
                {recipient}
                <br />
                <Moment at={at} />
              </td>
            </tr>
          ))}
        </table>
      </>
    ) : null}
    <h2>{message.kind === 'sms' ? 'Details' : 'Headers'}</h2>
    <Pairs rows={message.headers.map(({ name, value }) => [name, value])} />
    {Object.keys(message.metadata).length > 0 ? (
      <>
        <h2>Metadata</h2>
        <Pairs rows={Object.entries(message.metadata)} />
      </>
    ) : null}
    <p>
      <a href={`/inbox/${message.id}.json`}>As JSON</a>
    </p>
  </Layout>
)

const Mail: FC<{ message: InboxMessage }> = ({ message }) => (
  <>
    {message.attachments.length > 0 ? (
      <p>
        Attached:{' '}
        {message.attachments.map(({ name, length, url }, index) => (
          <>
            {index > 0 ? ', ' : ''}
            <a href={new URL(url).pathname} download={name}>
              {name}
            </a>{' '}
            ({readableSize(length)})
          </>
        ))}
      </p>
    ) : null}
    {message.html ? (
      <iframe
        title="The mail as HTML"
        src={`/inbox/${message.id}/html`}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      />
    ) : null}
    {message.text ? (
      <>
        <h2>As plain text</h2>
        <pre>
          <Linked text={message.text} />
        </pre>
      </>
    ) : null}
  </>
)

const Linked: FC<{ text: string }> = ({ text }) => (
  <>
    {text
      .split(/(https?:\/\/[^\s<>"')]+)/)
      .map((piece, index) => (index % 2 === 1 ? <a href={piece}>{piece}</a> : piece))}
  </>
)

const Pairs: FC<{ rows: [string, string][] }> = ({ rows }) => (
  <table>
    {rows.map(([name, value]) => (
      <tr>
        <th scope="row">{name}</th>
        <td>{value}</td>
      </tr>
    ))}
  </table>
)

function readableSize(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`
}
