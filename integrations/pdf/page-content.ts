export interface PageContent {
  title: string
  date: [number, number, number]
  /**
   * BCP 47 tag.
   *
   * @see https://www.rfc-editor.org/info/bcp47
   */
  language?: string
  /** Typst takes the language of the texts in two parts: https://typst.app/docs/reference/text/text/ */
  lang: string
  region: string | null
  heading: string
  number: string
  preview: string | null
  merchant: { name: string; lines: string[] }
  /** Millimetres. */
  logo?: { version: string; height: number }
  customer: { name: string; lines: string[] }
  billTo: string
  details: string
  facts: [string, string][]
  /** Null on a credit note, which never changes. */
  position: PositionBox | null
  description: string
  columns: string[]
  lines: string[][]
  totals: readonly (readonly [label: string, amount: string, weight: 'normal' | 'total'])[]
  /** The notes state why no tax is charged. */
  taxNotes: string[]
  movementsTitle: string
  movementColumns: string[]
  movements: string[][]
  transfer?: {
    heading: string
    facts: [string, string][]
    /** The side is in millimetres. */
    code?: { svg: string; alt: string; side: number }
  }
  notes: string[]
  footer: string
  /** Has the placeholders `{page}` and `{pages}`. */
  pageOf: string
  /** The embedded Factur-X invoice. */
  xml?: string
}

/** The only part of the page that changes after the issue. */
export interface PositionBox {
  /** The day of the position. */
  asOf: string | null
  tone: 'plain' | 'late' | 'done' | 'closed'
  state: string
  notes: string[]
  amountLabel: string
  amount: string
  sums: [label: string, amount: string][]
}
