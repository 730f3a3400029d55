import type { SWISS_HEADINGS, SwissLanguage } from '../../domain/payment/transfer/swiss-headings.ts'

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
  swissBill?: SwissBillContent
  notes: string[]
  footer: string
  /** Has the placeholders `{page}` and `{pages}`. */
  pageOf: string
  /** The PDF embeds this Factur-X invoice. */
  xml?: string
}

/** Receipt and payment part are at the foot of the last page. */
export interface SwissBillContent {
  lang: SwissLanguage
  headings: Readonly<Record<keyof (typeof SWISS_HEADINGS)[SwissLanguage], string>>
  account: string
  creditor: SwissAddress
  reference: string | null
  information: string | null
  /** Null prints a box that the payer fills in. */
  debtor: SwissAddress | null
  currency: string
  amount: string
  code: { svg: string; alt: string }
}

/** A receipt that is too full leaves the street out. */
export interface SwissAddress {
  name: string
  street: string
  town: string
}

/** Only this part of the page changes after the issue. */
export interface PositionBox {
  /** The box states the position on this day. */
  asOf: string | null
  tone: 'plain' | 'late' | 'done' | 'closed'
  state: string
  notes: string[]
  amountLabel: string
  amount: string
  sums: [label: string, amount: string][]
}
