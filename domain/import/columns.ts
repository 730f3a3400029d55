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
      'number, invoice no, invoice nr, invoice #, invoice id, no, document number, fakturanr, fakturanummer, rechnungsnummer, rechnungsnr, rechnung nr, belegnummer, belegnr',
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
  issue_date: {
    required: false,
    meaning: 'The day on which you issued an invoice that existed before; needs its invoice_number',
    form: 'date of today or earlier, 2026-10-31; other forms if the import says which',
    examples: ['', ''],
    aliases: 'issued on, date issued, date of issue',
  },
  amount_paid: {
    required: false,
    meaning: 'What was paid of it before, in whole units of the currency; needs issue_date',
    form: 'number, less than the whole amount with its tax',
    examples: ['', ''],
    aliases: 'paid amount, amount received',
  },
  delivery_date: {
    required: false,
    meaning: 'The day of the delivery or of the work',
    form: 'date, 2026-11-30',
    examples: ['', ''],
    aliases:
      'delivered, delivered on, date of delivery, date of supply, supply date, leveringsdato, lieferdatum',
  },
  service_from: {
    required: false,
    meaning: 'The first day of the period that is invoiced; needs service_to',
    form: 'date, 2026-11-01',
    examples: ['', ''],
    aliases: 'period from, period start, service start, service period from, periode fra, leistung von',
  },
  service_to: {
    required: false,
    meaning: 'The last day of the period, included',
    form: 'date, 2026-11-30',
    examples: ['', ''],
    aliases: 'period to, period end, service end, service period to, periode til, leistung bis',
  },
  customer_vat_number: {
    required: false,
    meaning: 'VAT number of the customer',
    form: 'the code of a European country first, DE136695976',
    examples: ['', ''],
    aliases:
      'vat number, vat no, vat id, customer vat, vat registration number, momsnummer, ust-idnr, umsatzsteuer-id',
  },
  customer_company_number: {
    required: false,
    meaning: 'The number of the customer in the register of companies',
    form: 'text, at most 50 characters',
    examples: ['', ''],
    aliases:
      'company number, company no, company registration number, organisation number, org number, org no, kvk, kvk number, kvk-nummer, kennitala, cvr, cvr number, cvr-nr, handelsregisternummer',
  },
  customer_tax_number: {
    required: false,
    meaning: 'Another tax number of the customer',
    form: 'text, at most 50 characters',
    examples: ['', ''],
    aliases: 'tax number, tax no, tax id, customer tax number, steuernummer',
  },
  purchase_order: {
    required: false,
    meaning: 'The number of the customer’s order',
    form: 'text, at most 100 characters',
    examples: ['', ''],
    aliases: 'po, po number, po no, purchase order number, købsordre, bestellnummer',
  },
  buyer_reference: {
    required: false,
    meaning: 'What the customer asks to have stated, such as a Leitweg-ID',
    form: 'text, at most 100 characters',
    examples: ['', ''],
    aliases: 'your reference, customer reference, leitweg-id, leitwegid, ihr zeichen',
  },
  delivery_address: {
    required: false,
    meaning: 'Where goods go, if not to the billing address',
    form: 'text, at most 400 characters; lines or commas between its parts',
    examples: ['', ''],
    aliases: 'ship to, shipping address, deliver to, leveringsadresse, lieferadresse',
  },
  electronic_address: {
    required: false,
    meaning: 'Where e-invoices are addressed to',
    form: 'scheme of the list EAS, colon and address, 0088:7300010000001',
    examples: ['', ''],
    aliases: 'endpoint, endpoint id, peppol id, peppol participant',
  },
  einvoice_format: {
    required: false,
    meaning: 'The e-invoice that the mail attaches',
    form: 'none, factur_x, xrechnung or peppol',
    examples: ['', ''],
    aliases: 'e-invoice, einvoice, e-invoice format',
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
  tax_exchange_rate: {
    required: false,
    meaning:
      'How much of the currency of your country one unit of the currency is worth; the tax is then stated in both',
    form: 'number more than 0, with at most 6 decimals; empty for invoices in the currency of your country',
    examples: ['', ''],
    aliases:
      'exchange rate, rate of exchange, tax rate of exchange, vat exchange rate, vat rate of exchange, currency rate, fx rate, valutakurs, wechselkurs, umrechnungskurs, taux de change, tipo de cambio, tasso di cambio, wisselkoers, växelkurs, valuuttakurssi',
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
/** The numbers of these columns show which decimal mark the file has. */
export const NUMBER_COLUMNS = [
  'amount',
  'unit_price',
  'discount',
  'discount_amount',
  'amount_paid',
  'tax_exchange_rate',
] as const
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
