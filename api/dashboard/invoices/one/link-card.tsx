import type { OwnMessages } from './own-messages.ts'

const LINK_STATUSES: Record<string, string> = {
  active: 'The customer pays with it. Whoever has it can see the invoice.',
  locked: 'A payment is in progress with it.',
  used: 'The invoice is paid: the link shows that, and the receipt.',
  expired: 'It has expired. Make a new one below.',
  revoked: 'It does not work any more.',
}

interface LinkProps {
  url: string
  status: string
  messages: OwnMessages | undefined
}

export function LinkCard({ url, status, messages }: LinkProps) {
  return (
    <section class="card">
      <h2>
        <label for="payment-link">Payment link</label>
      </h2>
      <div class="copy">
        <input id="payment-link" readonly value={url} />
        <button type="button" class="secondary scripted" data-copy="payment-link">
          Copy link
        </button>
      </div>
      <p class="muted">{LINK_STATUSES[status] ?? ''}</p>
      {messages ? (
        <>
          <ul class="actions">
            <li>
              <a href={messages.mail}>Send it by your own e-mail</a>
            </li>
            <li>
              <a href={messages.sms}>Send it by your own text message</a>
            </li>
          </ul>
          <p class="muted">
            Your own program opens with the text filled in. Nothing is sent before you press Send there, and
            the timeline does not show it.
          </p>
        </>
      ) : null}
    </section>
  )
}
