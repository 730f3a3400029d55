#!/usr/bin/env bash
# Package and version: factur-x-kit 0.3.1 (npm).
#
# Behaviour: the package writes, reads and checks Factur-X invoices. It compares the amount due with total minus paid as
# floating numbers, and exactly (its other sums have a tolerance). An invoice of 142.68 of which 50.10 is paid leaves
# 92.58, but 142.68 - 50.1 is 92.58000000000001: the package says that the invoice breaks rule BR-CO-16, and refuses to
# write it again. Its own helper for totals hands out 92.58000000000001 as the amount due, which the package writes as
# 92.58: what it has written, it calls wrong.
#
# Expected: the amounts have two decimals, so 142.68 - 50.10 is 92.58 (EN 16931, BR-CO-16, BT-115 = BT-112 - BT-113 +
# BT-114: https://docs.peppol.eu/poacc/billing/3.0/rules/ubl-tc434/BR-CO-16/).
#
# Output seen on 2026-11-30:
#   paid 50.10: helper 92.58000000000001, written 92.58, read again: false [BR-CO-16]
#   paid 59.99: helper 82.69, written 82.69, read again: true
#   paid 0.05, 1.05, 2.05 and so on to 142.05: 128 of 143 right invoices called wrong
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund factur-x-kit@0.3.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { FacturX, totalsCalculator } from 'factur-x-kit'

const address = { addressLineOne: 'Street 1', postcode: '10115', city: 'Berlin', country: 'DE' }
const invoice = (prepaidAmount) =>
  totalsCalculator({
    document: { id: '2026-17', type: '380', currency: 'EUR', dateOfIssue: { year: 2026, month: 11, day: 2 } },
    seller: { name: 'Blue Lamp GmbH', postalAddress: address, taxIdentification: { vatId: 'DE136695976' } },
    buyer: { name: 'Green Door GmbH', postalAddress: address },
    delivery: { deliveryDate: { year: 2026, month: 11, day: 1 } },
    paymentInformation: { paymentTerms: { dueDate: { year: 2026, month: 12, day: 2 } } },
    invoiceLines: [
      {
        generalLineData: { lineId: '1' },
        productDescription: { name: 'Lamp' },
        productPriceAgreement: { productPricing: { basisPricePerItem: 119.9 } },
        delivery: { itemQuantity: { quantity: 1, unit: 'C62' } },
        settlement: { tax: { categoryCode: 'S', rateApplicablePercent: 19 } },
      },
    ],
    totals: { prepaidAmount },
  })
const rules = (result) => (result.valid ? [] : result.errors.map(({ message }) => message.split(' ')[0]))

const seen = []
for (const paid of [50.1, 59.99]) {
  const made = invoice(paid)
  const xml = await (await FacturX.fromObject(made)).getXML()
  const written = /<ram:DuePayableAmount[^>]*>([^<]*)/.exec(xml)[1]
  const result = (await FacturX.fromXML(xml)).validate()
  const end = [result.valid, ...rules(result)].join(' ')
  seen.push(`paid ${paid.toFixed(2)}: helper ${made.totals.openAmount}, written ${written}, read again: ${end}`)
  console.log(seen.at(-1))
}

const made = invoice(1)
let wrong = 0
for (let cents = 5; cents < 14268; cents += 100) {
  made.totals.prepaidAmount = cents / 100
  made.totals.openAmount = (14268 - cents) / 100
  if (!(await FacturX.fromObject(made)).validate().valid) wrong += 1
}
seen.push(`paid 0.05, 1.05, 2.05 and so on to 142.05: ${wrong} of 143 right invoices called wrong`)
console.log(seen.at(-1))

assert.deepEqual(seen, [
  'paid 50.10: helper 92.58000000000001, written 92.58, read again: false [BR-CO-16]',
  'paid 59.99: helper 82.69, written 82.69, read again: true',
  'paid 0.05, 1.05, 2.05 and so on to 142.05: 128 of 143 right invoices called wrong',
])
EOF
node see.mjs
