import { addDays, type CalendarDate } from '../shared/calendar.ts'
import { COLUMN_NAMES, COLUMNS } from './columns.ts'

export function templateRows(today: CalendarDate): string[][] {
  const due = addDays(today, 30)
  return [
    TEMPLATE_COLUMNS,
    ...[0, 1].map((index) =>
      TEMPLATE_COLUMNS.map((name) => (COLUMNS[name].examples[index] ?? '').replace('{due}', due)),
    ),
  ]
}

const TEMPLATE_COLUMNS = COLUMN_NAMES.filter((name) => !name.startsWith('discount_'))

export interface ColumnGuide {
  column: string
  required: boolean
  meaning: string
  form: string
  also_known_as: string[]
}

export function columnGuide(): ColumnGuide[] {
  const own = COLUMN_NAMES.map((name) => {
    const { required, meaning, form, aliases } = COLUMNS[name]
    return { column: name, required, meaning, form, also_known_as: aliases.split(', ') }
  })
  const metadata = {
    column: 'metadata.*',
    required: false,
    meaning: 'Your own data, stored with the invoice: metadata.order',
    form: 'text, at most 500 characters',
    also_known_as: [],
  }
  return [...own, metadata]
}
