/** Everything that the template places on the pages, as finished text. */
export interface PageContent {
  title: string
  /** Year, month and day of the file's creation, so that equal documents give equal bytes. */
  date: [number, number, number]
  /** BCP 47 tag of the customer's language, which decides the forms of Han letters. */
  language?: string
  heading: string
  number: string
  preview: string | null
  merchant: { name: string; email: string }
  customer: { name: string; lines: string[] }
  /** Label and value. */
  facts: [string, string][]
  /** The events so far in sentences, and the amount due now. */
  position: PositionBox
  description: string
  columns: string[]
  lines: string[][]
  totals: [label: string, amount: string, weight: 'normal' | 'total' | 'bold'][]
  movementColumns: string[]
  movements: string[][]
  notes: string[]
  footer: string
}

export interface PositionBox {
  tone: 'plain' | 'late' | 'done' | 'closed'
  state: string
  notes: string[]
  amountLabel: string
  amount: string
}
