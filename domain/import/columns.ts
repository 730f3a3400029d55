/** The columns of an import, by their own names. */
export const COLUMNS = {
  customer_name: {
    required: true,
    meaning: 'Who the invoice is for',
    form: 'text, at most 200 characters',
    examples: ['Ada Byron', 'Café Jørgen ApS'],
    aliases: 'customer, client, client name, name, bill to, recipient, customer.name, buyer, company',
  },
  customer_email: {
    required: true,
    meaning: 'Where the invoice is sent',
    form: 'one e-mail address',
    examples: ['ada@customer.example', 'jorgen@cafe.example'],
    aliases:
      'email, e-mail, mail, email address, e-mail address, client email, customer.email, recipient email',
  },
  amount: {
    required: true,
    meaning: 'What is asked for, before the tax of tax_rate, in whole units of the currency',
    form: 'number, 1234.50 or 1.234,50: one way for the whole file',
    examples: ['1250.00', '89.50'],
    aliases: 'total, price, sum, net, net amount, amount due, invoice amount, value, subtotal',
  },
  currency: {
    required: true,
    meaning: 'Currency of the amount',
    form: 'three letters of ISO 4217',
    examples: ['GBP', 'EUR'],
    aliases: 'currency code, ccy, cur',
  },
  due_date: {
    required: true,
    meaning: 'The last day on which the invoice is not overdue',
    form: 'date, 2026-12-31; other forms if the import says which',
    examples: ['{due}', '{due}'],
    aliases: 'due, due on, due by, payment due, payment due date, pay by, date due',
  },
  description: {
    required: true,
    meaning: 'What the invoice is for',
    form: 'text, at most 500 characters',
    examples: ['Brand identity, first instalment', 'Coffee beans, 5 kg'],
    aliases: 'details, item, item description, memo, subject, service, product, reference text',
  },
  customer_phone: {
    required: false,
    meaning: 'For text messages',
    form: 'international form, +447700900123',
    examples: ['+447700900123', ''],
    aliases: 'phone, phone number, telephone, mobile, mobile number, tel, cell, customer.phone',
  },
  billing_address: {
    required: false,
    meaning: 'Postal address, as it shall read on the invoice',
    form: 'text, at most 400 characters; lines or commas between its parts',
    examples: ['12 High Street, London SW1A 1AA, United Kingdom', ''],
    aliases: 'address, postal address, customer address, customer.billing_address, bill to address',
  },
  invoice_number: {
    required: false,
    meaning: 'Your own number; left empty, the next one is given',
    form: 'text, at most 50 characters',
    examples: ['', 'A-1002'],
    aliases: 'number, invoice no, invoice nr, invoice #, invoice id, no, document number',
  },
  instructions: {
    required: false,
    meaning: 'Shown to the customer beside the description',
    form: 'text, at most 2000 characters',
    examples: ['Thank you for your order.', ''],
    aliases: 'note, notes, message, comment, comments, payment instructions, terms',
  },
  language: {
    required: false,
    meaning: 'Language of the customer, kept with the invoice',
    form: 'language tag, en or da-DK',
    examples: ['en', 'da'],
    aliases: 'lang, locale, customer language',
  },
  tax_rate: {
    required: false,
    meaning: 'Tax on top of the amount',
    form: 'percent from 0 to 100, with at most 6 decimals',
    examples: ['20', ''],
    aliases: 'tax, vat, vat rate, vat %, tax %, tax percent, gst, moms',
  },
} as const satisfies Record<string, Column>

interface Column {
  required: boolean
  meaning: string
  form: string
  /** Of the template's two rows; `{due}` stands for a day in the future. */
  examples: [string, string]
  aliases: string
}

export type ColumnName = keyof typeof COLUMNS
/** A column of ours, or what of the merchant's own is kept with the invoice: `metadata.order`. */
export type Target = ColumnName | `metadata.${string}`

export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[]

/** What errors.csv adds to a row: read again, it is left out and not counted as unknown. */
export const ERROR_COLUMNS = ['error_row', 'error_codes', 'error_details'] as const

/** What the header row says of the columns. Positions count from 0. */
export interface Header {
  /** The header cells as they were uploaded. */
  names: string[]
  /** What each position is read as; absent: left out. */
  targets: (Target | undefined)[]
  /** Headers that nothing is read from. */
  unknown: string[]
}

export type HeaderMistake =
  | { code: 'duplicate_headers'; headers: string[] }
  | { code: 'missing_columns'; columns: ColumnName[] }
  | { code: 'unknown_column_choice'; headers: string[] }
  | { code: 'too_many_columns'; count: number }

export const MAX_COLUMNS = 300
const MAX_METADATA_COLUMNS = 50
const MAX_KEY = 40

/**
 * Finds the columns whatever their case, spaces and order, by their names or common aliases.
 *
 * @param choices the merchant's own word on a header: what it is read as, or null to leave it out
 */
export function readHeader(
  names: readonly string[],
  choices: Readonly<Record<string, Target | null>> = {},
): { header: Header } | { mistakes: HeaderMistake[] } {
  if (names.length > MAX_COLUMNS) return { mistakes: [{ code: 'too_many_columns', count: names.length }] }
  const mistakes: HeaderMistake[] = []
  const repeated = duplicates(names)
  if (repeated.length > 0) mistakes.push({ code: 'duplicate_headers', headers: repeated })
  const chosen = new Map(Object.entries(choices).map(([name, target]) => [normalised(name), target]))
  const absent = Object.keys(choices).filter(
    (name) => !names.some((one) => normalised(one) === normalised(name)),
  )
  if (absent.length > 0) mistakes.push({ code: 'unknown_column_choice', headers: absent })
  const targets = names.map((name) => {
    const choice = chosen.get(normalised(name))
    return choice === null ? undefined : (choice ?? ownName(name))
  })
  // An alias gives way to the column's own name; between two aliases nobody can choose but the merchant.
  for (const [index, name] of names.entries()) {
    const target = chosen.has(normalised(name)) ? undefined : ALIASES.get(normalised(name))
    if (target && !targets.includes(target)) targets[index] = target
    else if (target && targets.some((one, other) => one === target && isAlias(names[other] ?? ''))) {
      const rivals = names.filter((_, other) => targets[other] === target)
      mistakes.push({ code: 'duplicate_headers', headers: [...rivals, name] })
    }
  }
  const twice = targets.filter((target, index) => target && targets.indexOf(target) !== index)
  if (twice.length > 0 && mistakes.length === 0) {
    const headers = names.filter((_, index) => twice.includes(targets[index]))
    mistakes.push({ code: 'duplicate_headers', headers })
  }
  const missing = COLUMN_NAMES.filter((name) => COLUMNS[name].required && !targets.includes(name))
  if (missing.length > 0) mistakes.push({ code: 'missing_columns', columns: missing })
  const metadata = targets.filter((target) => target?.startsWith('metadata.')).length
  if (metadata > MAX_METADATA_COLUMNS) mistakes.push({ code: 'too_many_columns', count: metadata })
  if (mistakes.length > 0) return { mistakes }
  const unknown = names.filter((name, index) => !targets[index] && name.trim() !== '' && !isOurs(name))
  return { header: { names: [...names], targets, unknown } }

  function isAlias(name: string): boolean {
    return !chosen.has(normalised(name)) && ownName(name) === undefined
  }
}

/** How many of these headers are known: tells a right delimiter from a wrong one. */
export function countKnown(names: readonly string[]): number {
  return names.filter((name) => ownName(name) ?? ALIASES.get(normalised(name))).length
}

/** Is this something a column can be read as? */
export function isTarget(text: string): text is Target {
  return ownName(text) === text
}

/** `Customer E-mail`, `customer_email` and `CUSTOMER EMAIL ` are one. */
function normalised(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./:*]+/g, '')
}

const ALIASES: ReadonlyMap<string, ColumnName> = new Map(
  COLUMN_NAMES.flatMap((name) =>
    COLUMNS[name].aliases.split(',').map((alias): [string, ColumnName] => [normalised(alias), name]),
  ),
)
const OWN: ReadonlyMap<string, ColumnName> = new Map(COLUMN_NAMES.map((name) => [normalised(name), name]))

function ownName(name: string): Target | undefined {
  const metadata = /^\s*metadata[.:]\s*(.+?)\s*$/iu.exec(name)?.[1]
  if (metadata)
    return metadata.length <= MAX_KEY && !/\p{Cc}/u.test(metadata) ? `metadata.${metadata}` : undefined
  return OWN.get(normalised(name))
}

function isOurs(name: string): boolean {
  return ERROR_COLUMNS.some((own) => normalised(own) === normalised(name))
}

function duplicates(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.filter((name) => {
    const key = normalised(name)
    if (key === '') return false
    const known = seen.has(key)
    seen.add(key)
    return known
  })
}
