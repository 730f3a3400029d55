export const COLUMNS = {
  customer_name: {
    required: true,
    meaning: 'Who the invoice is for',
    form: 'text, at most 200 characters',
    examples: ['Ada Byron', 'Café Jørgen ApS'],
    aliases:
      'customer, client, client name, name, bill to, recipient, customer.name, buyer, company, contact, contact name, kunde, kundenavn, kundenname',
  },
  customer_email: {
    required: true,
    meaning: 'Where the invoice is sent',
    form: 'one e-mail address',
    examples: ['ada@customer.example', 'jorgen@cafe.example'],
    aliases:
      'email, e-mail, mail, email address, e-mail address, client email, customer.email, recipient email, contact email',
  },
  amount: {
    required: true,
    meaning:
      'The amount of the row before the tax of tax_rate, in whole units of the currency; with a unit_price only a check',
    form: 'number, 1234.50 or 1.234,50: one way for the whole file',
    examples: ['1250.00', ''],
    aliases:
      'total, price, net price, sum, net, net amount, amount due, invoice amount, value, subtotal, line total, gross, gross amount, beløb, betrag, nettobeløb, nettobetrag, bruttobeløb, bruttobetrag, pris, preis, nettopris, nettopreis',
  },
  quantity: {
    required: false,
    meaning: 'How many; the amount is then quantity times unit_price',
    form: 'number more than 0, with at most 6 decimals; empty where the amount is given alone',
    examples: ['', '2'],
    aliases: 'qty, pcs, pieces, hours, antal, menge, anzahl, stück',
  },
  unit_price: {
    required: false,
    meaning: 'Price of one, before the tax of tax_rate, in whole units of the currency; needs no amount',
    form: 'number, 1234.50 or 1.234,50: one way for the whole file',
    examples: ['', '44.75'],
    aliases:
      'price per unit, price each, unit cost, unit amount, net unit price, hourly rate, enhedspris, stykpris, einzelpreis, stückpreis',
  },
  unit: {
    required: false,
    meaning: 'Unit of the quantity',
    form: 'a word such as hours, days, pieces, kg; or a code of UN/ECE Recommendation 20, HUR',
    examples: ['', 'kg'],
    aliases: 'uom, unit of measure, units, enhed, einheit, enhet, yksikkö, unité, unidad, unità, eenheid',
  },
  discount: {
    required: false,
    meaning: 'Taken off the row before its tax: money, or per cent with its sign',
    form: '30.00, or 10 %',
    examples: ['', ''],
    aliases: 'rebate, reduction, rabat, rabatt, remise, nachlass',
  },
  discount_amount: {
    required: false,
    meaning: 'A discount in money',
    form: 'number, in whole units of the currency',
    examples: ['', ''],
    aliases: 'discount value, rabatbeløb, rabattbetrag',
  },
  discount_percent: {
    required: false,
    meaning: 'A discount in per cent',
    form: 'percent from 0 to 100, with at most 6 decimals',
    examples: ['', ''],
    aliases: 'discount %, discount rate, discount pct, rabat %, rabatt %',
  },
  currency: {
    required: true,
    meaning: 'Currency of the amount',
    form: 'three letters of ISO 4217',
    examples: ['GBP', 'EUR'],
    aliases: 'currency code, ccy, cur, valuta, währung',
  },
  due_date: {
    required: true,
    meaning: 'The last day on which the invoice is not overdue',
    form: 'date, 2026-12-31; other forms if the import says which',
    examples: ['{due}', '{due}'],
    aliases:
      'due, due on, due by, payment due, payment due date, pay by, date due, forfald, forfaldsdato, fällig am, fälligkeitsdatum',
  },
  description: {
    required: true,
    meaning: 'What the invoice is for',
    form: 'text, at most 500 characters',
    examples: ['Brand identity, first instalment', 'Coffee beans, 5 kg'],
    aliases:
      'details, item, item description, memo, subject, service, product, reference text, beskrivelse, beschreibung',
  },
  customer_phone: {
    required: false,
    meaning: 'For text messages',
    form: 'international form, +447700900123',
    examples: ['+447700900123', ''],
    aliases: 'phone, phone number, telephone, mobile, mobile number, tel, cell, customer.phone, telefon',
  },
  billing_address: {
    required: false,
    meaning: 'Postal address, as printed on the invoice',
    form: 'text, at most 400 characters; lines or commas between its parts',
    examples: ['12 High Street, London SW1A 1AA, United Kingdom', ''],
    aliases: 'address, postal address, customer address, customer.billing_address, bill to address, adresse',
  },
  invoice_number: {
    required: false,
    meaning:
      'Your own number; left empty, the next one is given. Rows with one number are lines of one invoice',
    form: 'text, at most 50 characters',
    examples: ['', 'A-1002'],
    aliases:
      'number, invoice no, invoice nr, invoice #, invoice id, no, document number, fakturanr, fakturanummer, rechnungsnummer',
  },
  instructions: {
    required: false,
    meaning: 'Shown to the customer below the description',
    form: 'text, at most 2000 characters',
    examples: ['Thank you for your order.', ''],
    aliases: 'note, notes, message, comment, comments, payment instructions, terms',
  },
  language: {
    required: false,
    meaning: 'Language of the customer: of page, messages and PDFs',
    form: 'language tag, en or da-DK',
    examples: ['en', 'da'],
    aliases: 'lang, locale, customer language',
  },
  tax_rate: {
    required: false,
    meaning: 'Tax on top of the amount',
    form: 'percent from 0 to 100, with at most 6 decimals',
    examples: ['20', ''],
    aliases: 'vat rate, vat %, tax %, tax percent, gst rate, gst %, sales tax rate, moms %, momssats, mwst %',
  },
  tax_category: {
    required: false,
    meaning: 'Why there is no tax on the row; needed where the law wants the words for it',
    form: 'zero, exempt, reverse_charge, intra_community, export or outside_scope; standard with a rate',
    examples: ['', ''],
    aliases: 'vat category, tax code, vat code, momskode, steuercode, steuerschlüssel',
  },
  exemption_reason: {
    required: false,
    meaning: 'Why there is no tax, in your own words',
    form: 'text, at most 200 characters',
    examples: ['', ''],
    aliases: 'tax exemption reason, vat exemption reason',
  },
  prices_include_tax: {
    required: false,
    meaning: 'Whether the amounts of the row include their tax; empty means no',
    form: 'yes or no',
    examples: ['', ''],
    aliases: 'tax inclusive, tax included, vat included, incl vat, inkl moms, inkl mwst',
  },
} as const satisfies Record<string, Column>

interface Column {
  required: boolean
  meaning: string
  form: string
  examples: [string, string]
  aliases: string
}

export const NET_ALIASES: readonly string[] = [
  'net',
  'net amount',
  'subtotal',
  'nettobeløb',
  'nettobetrag',
  'net unit price',
  'net price',
  'nettopris',
  'nettopreis',
]
export const MONEY_COLUMNS = ['amount', 'unit_price', 'discount', 'discount_amount'] as const
export const PRICE_ALIASES: readonly string[] = [
  'price',
  'net price',
  'pris',
  'preis',
  'nettopris',
  'nettopreis',
]
export const AMBIGUOUS_TAX_HEADERS: readonly string[] = [
  'tax',
  'vat',
  'gst',
  'sales tax',
  'moms',
  'mwst',
  'tva',
]

export type ColumnName = keyof typeof COLUMNS
export type Target = ColumnName | `metadata.${string}`

export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[]
