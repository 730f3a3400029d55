#!/usr/bin/env bash
# Package and version: bysquare 4.0.1 (npm).
#
# Behaviour: `encode` makes the text of a PAY by square code, the QR code on Slovak invoices. By default it writes names
# and notes without accents, which helps readers of the code. It takes them off in the object that it is given, too: the
# invoice that the code was made for has another note and another payee from then on, and a PDF or a mail that is made
# of the same object afterwards prints them so. `deburr: false` keeps the object, and the accents in the code.
#
# Expected: a function that returns a text leaves its argument as it was. The README announces that the code holds no
# accents, and tells how to keep them in it. The payee of an invoice is a registered name (EN 16931, BT-27:
# https://docs.peppol.eu/poacc/billing/3.0/syntax/ubl-invoice/), which the sender does not want to lose.
#
# Output seen on 2026-11-30:
#   before: "Modrá Žiarovka s.r.o.", "Faktúra č. 17"
#   after: "Modra Ziarovka s.r.o.", "Faktura c. 17"
#   in the code: "Modra Ziarovka s.r.o.", "Faktura c. 17"
#   after deburr false: "Modrá Žiarovka s.r.o.", "Faktúra č. 17"
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund bysquare@4.0.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { decode, encode, PaymentOptions } from 'bysquare/pay'

const invoice = () => ({
  payments: [
    {
      type: PaymentOptions.PaymentOrder,
      amount: 119,
      currencyCode: 'EUR',
      variableSymbol: '17',
      paymentNote: 'Faktúra č. 17',
      bankAccounts: [{ iban: 'SK9611000000002918599669' }],
      beneficiary: { name: 'Modrá Žiarovka s.r.o.' },
    },
  ],
})
const texts = ({ payments: [{ beneficiary, paymentNote }] }) => `"${beneficiary.name}", "${paymentNote}"`

const seen = []
const say = (text) => {
  seen.push(text)
  console.log(text)
}
const given = invoice()
say(`before: ${texts(given)}`)
const code = encode(given)
say(`after: ${texts(given)}`)
say(`in the code: ${texts(decode(code))}`)
const kept = invoice()
encode(kept, { deburr: false, validate: true })
say(`after deburr false: ${texts(kept)}`)

assert.deepEqual(seen, [
  'before: "Modrá Žiarovka s.r.o.", "Faktúra č. 17"',
  'after: "Modra Ziarovka s.r.o.", "Faktura c. 17"',
  'in the code: "Modra Ziarovka s.r.o.", "Faktura c. 17"',
  'after deburr false: "Modrá Žiarovka s.r.o.", "Faktúra č. 17"',
])
EOF
node see.mjs
