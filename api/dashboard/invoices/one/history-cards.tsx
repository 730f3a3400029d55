import { dateTime } from '../../format.ts'
import type { InvoiceView } from './load-invoice-view.ts'
import { nameOfStep, whySuppressed } from './next-words.ts'

interface HistoryProps {
  view: InvoiceView
  zone: string
}

export function NextCard({ view: { next, row }, zone }: HistoryProps) {
  return (
    <section class="card" aria-labelledby="next">
      <h2 id="next">What happens next</h2>
      {next.data.length === 0 ? <p>{next.why}</p> : null}
      {next.data.length > 0 ? (
        <ol class="steps">
          {next.data.map(({ event, at, why }) => (
            <li>
              <p>
                <strong>{nameOfStep(event)}</strong> {at ? <Instant at={at} zone={zone} /> : 'now'}
              </p>
              <p class="muted">{why}</p>
            </li>
          ))}
        </ol>
      ) : null}
      {next.suppressed.length > 0 ? (
        <>
          <h3>What does not happen</h3>
          <ol class="steps">
            {next.suppressed.map((step) => (
              <li>
                <p>
                  {nameOfStep(step.event)} {step.at ? <Instant at={step.at} zone={zone} /> : null}
                </p>
                <p class="muted">{whySuppressed(step, row)}</p>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {row.testClockOffsetMs > 0 ? (
        <p class="muted">{`The test clock stands at ${dateTime(Date.parse(next.now), zone)}.`}</p>
      ) : null}
    </section>
  )
}

export function TimelineCard({ view: { timeline, nameOf }, zone }: HistoryProps) {
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      {timeline.length === 0 ? <p>Nothing has happened yet: a draft has no history.</p> : null}
      <ol class="timeline">
        {timeline.toReversed().map(({ event, title, detail, tone }) => {
          const name = nameOf(event)
          return (
            <li class={tone} id={event.id}>
              <p>
                <strong>{title}</strong>
              </p>
              {detail ? <p>{detail}</p> : null}
              {event.note ? <p class="quote">{event.note}</p> : null}
              <p class="muted">
                <Instant at={event.at} zone={zone} />
                {name ? `, by ${name}` : ''}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Instant({ at, zone }: { at: string; zone: string }) {
  return <time datetime={at}>{dateTime(Date.parse(at), zone)}</time>
}
