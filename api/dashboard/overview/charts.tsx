import { scaleBand, scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'

/** Widths are in percent, so that text keeps its size at any width. Heights are in pixels. */
const HEIGHT = 190
const TOP = 22
const BOTTOM = 24
const MOST_LABELS = 4

interface Bar {
  label: string
  /** Minor units. */
  value: number
  text: string
}

export interface ChartProps {
  id: string
  title: string
  bars: readonly Bar[]
  /** The sentence states the contents of the chart. */
  summary: string
  /** Writes a value of the scale. */
  tick: (value: number) => string
  table: Child
}

export function ColumnChart({ id, title, bars, summary, tick, table }: ChartProps) {
  const x = scaleBand()
    .domain(bars.map((_, index) => String(index)))
    .range([0, 100])
    .padding(0.25)
  const y = scaleLinear()
    .domain([0, Math.max(1, ...bars.map(({ value }) => value))])
    .nice(3)
    .range([HEIGHT - BOTTOM, TOP])
  const step = Math.ceil(bars.length / MOST_LABELS)
  return (
    <Figure id={id} title={title} table={table}>
      <svg class="chart" role="img" aria-labelledby={`${id}-summary`} width="100%" height={HEIGHT}>
        <title id={`${id}-summary`}>{summary}</title>
        {y.ticks(3).map((value) => (
          <>
            <line class="grid" x1="0" x2="100%" y1={y(value)} y2={y(value)} />
            <text x="0" y={y(value) - 4}>
              {tick(value)}
            </text>
          </>
        ))}
        {bars.map(({ value, label, text }, index) => (
          <rect
            class="bar"
            x={`${x(String(index)) ?? 0}%`}
            width={`${x.bandwidth()}%`}
            y={y(value)}
            height={Math.max(0, y(0) - y(value))}
          >
            <title>{`${label}: ${text}`}</title>
          </rect>
        ))}
        {bars.map(({ label }, index) =>
          (bars.length - 1 - index) % step === 0 ? (
            <text
              x={`${(x(String(index)) ?? 0) + x.bandwidth() / 2}%`}
              y={HEIGHT - 6}
              text-anchor={index === 0 ? 'start' : index === bars.length - 1 ? 'end' : 'middle'}
            >
              {label}
            </text>
          ) : null,
        )}
      </svg>
    </Figure>
  )
}

const ROW = 40

export function RowChart({ id, title, bars, summary, table }: Omit<ChartProps, 'tick'>) {
  const x = scaleLinear()
    .domain([0, Math.max(1, ...bars.map(({ value }) => value))])
    .range([0, 100])
  return (
    <Figure id={id} title={title} table={table}>
      <svg class="chart" role="img" aria-labelledby={`${id}-summary`} width="100%" height={ROW * bars.length}>
        <title id={`${id}-summary`}>{summary}</title>
        {bars.map(({ label, value, text }, index) => (
          <>
            <text x="0" y={index * ROW + 14}>
              {label}
            </text>
            <text x="100%" y={index * ROW + 14} text-anchor="end">
              {text}
            </text>
            <rect class="track" x="0" width="100%" y={index * ROW + 20} height="10" rx="5" />
            {value > 0 ? (
              <rect
                class={index === 0 ? 'bar' : 'bar late'}
                x="0"
                width={`${Math.max(1, x(value))}%`}
                y={index * ROW + 20}
                height="10"
                rx="5"
              />
            ) : null}
          </>
        ))}
      </svg>
    </Figure>
  )
}

function Figure({
  id,
  title,
  table,
  children,
}: Pick<ChartProps, 'id' | 'title' | 'table'> & { children: Child }) {
  return (
    <figure class="card" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      {children}
      <details class="disclosure">
        <summary>{`${title} as a table`}</summary>
        <div class="wide-table" role="region" aria-label={`${title} as a table`} tabindex={0}>
          {table}
        </div>
      </details>
    </figure>
  )
}
