export function* csvRows(rows: number, tag: string): Generator<string> {
  yield 'customer_name,customer_email,amount,currency,due_date,description,customer_phone,billing_address,invoice_number,instructions,language,tax_rate\n'
  const due = Array.from({ length: 28 }, (_, day) => isoDate(30 + day))
  for (let row = 0; row < rows; row++) {
    const amount = `${10 + (row % 5_000)}.${String(row % 100).padStart(2, '0')}`
    const phone = `+4477009${String(row % 100_000).padStart(5, '0')}`
    yield `Customer ${row},c${row}.${tag}@customer.example,${amount},GBP,${due[row % 28]},"Consulting, part ${row % 12}",${phone},"12 High Street, London",,Thank you for your order,en,20\n`
  }
}

function isoDate(daysAhead: number): string {
  return new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10)
}
