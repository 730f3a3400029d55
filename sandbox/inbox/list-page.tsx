import type { FC } from 'hono/jsx'
import { Layout, Moment, Status } from './layout.tsx'
import type { InboxMessage } from './read-message.ts'

export interface ListPageProps {
  messages: InboxMessage[]
  q: string
  kind: string
  olderUrl: string | undefined
}

const reloadWhenNew = `
const newest = document.querySelector('[data-id]')?.dataset.id
if (!location.search.includes('before=')) setInterval(async () => {
  if (document.hidden || document.activeElement?.matches('input, select')) return
  const query = new URLSearchParams(location.search)
  query.set('limit', '1')
  const [first] = await (await fetch('/inbox.json?' + query)).json().catch(() => [])
  if (first && first.id !== newest) location.reload()
}, 3000)`

export const ListPage: FC<ListPageProps> = ({ messages, q, kind, olderUrl }) => (
  <Layout title="Inbox · sandbox" script={reloadWhenNew}>
    <h1>Inbox</h1>
    <p class="lead">Every e-mail and text message the sandbox accepted. Nothing leaves this machine.</p>
    <form method="get" action="/inbox">
      <input type="search" name="q" value={q} placeholder="Recipient, subject or text" aria-label="Search" />
      <select name="kind" aria-label="Kind">
        <option value="">Mails and texts</option>
        <option value="email" selected={kind === 'email'}>
          Mails
        </option>
        <option value="sms" selected={kind === 'sms'}>
          Texts
        </option>
      </select>
      <button>Search</button>
    </form>
    {messages.length === 0 ? (
      <p class="empty">{q || kind ? 'Nothing found.' : 'Nothing has arrived yet.'}</p>
    ) : (
      <ul class="list">
        {messages.map((message) => (
          <Line message={message} />
        ))}
      </ul>
    )}
    {olderUrl ? (
      <p>
        <a href={olderUrl}>Older messages</a>
      </p>
    ) : null}
  </Layout>
)

const Line: FC<{ message: InboxMessage }> = ({ message }) => (
  <li>
    <a href={`/inbox/${message.id}`} data-id={message.id}>
      <span class="subject">
        {message.kind === 'sms' ? 'Text message' : message.subject || '(no subject)'}
      </span>
      <Status of={message.status} />
      <span class="people">To {message.to}</span>
      <Moment at={message.received_at} />
      <span class="snippet">{message.text.slice(0, 200)}</span>
    </a>
  </li>
)
