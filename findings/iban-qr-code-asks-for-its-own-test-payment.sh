#!/usr/bin/env bash
# Package and version: iban-qr-code 1.0.0 (npm).
#
# Behaviour: the text of an EPC QR code (EPC069-12) has one field a line; the BIC (in version 002), the amount, the
# structured reference and the free text may be empty. What a caller of `girocode` leaves out is filled in with a test
# payment that is built into the package: the BIC DEZZZYYYXXX, 19.05 EUR, the text "Testsubject". An invoice that is
# paid by its structured reference so asks the payer's bank for both the reference and "Testsubject", which the standard
# excludes, and a code without an amount (a donation, an open balance) asks for 19.05. A sum of numbers keeps the noise
# of the floating number.
#
# Expected: empty lines for what was left out, one of the two kinds of remittance information, and amounts with at most
# two decimals (EPC069-12, "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA Credit
# Transfer": https://www.europeanpaymentscouncil.eu/document-library/guidance-documents).
#
# Output seen on 2026-11-30:
#   with a reference: BIC "DEZZZYYYXXX", amount "EUR119.00", reference "RF18539007547034", text "Testsubject"
#   with a text: BIC "DEZZZYYYXXX", amount "EUR19.05", reference "", text "Donation"
#   with a sum: BIC "DEZZZYYYXXX", amount "EUR0.30000000000000004", reference "", text "Invoice 17"
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund iban-qr-code@1.0.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { girocode } from 'iban-qr-code'

const payee = { version: '002', name: 'Blue Lamp GmbH', iban: 'DE89370400440532013000' }
const seen = []
for (const [name, rest] of [
  ['with a reference', { amount: '119.00', ref: 'RF18539007547034' }],
  ['with a text', { reason: 'Donation' }],
  ['with a sum', { amount: 0.1 + 0.2, reason: 'Invoice 17' }],
]) {
  const lines = girocode({ ...payee, ...rest }).split('\n')
  const [bic, amount, reference, text] = [4, 7, 9, 10].map((number) => JSON.stringify(lines[number]))
  seen.push(`${name}: BIC ${bic}, amount ${amount}, reference ${reference}, text ${text}`)
  console.log(seen.at(-1))
}

assert.deepEqual(seen, [
  'with a reference: BIC "DEZZZYYYXXX", amount "EUR119.00", reference "RF18539007547034", text "Testsubject"',
  'with a text: BIC "DEZZZYYYXXX", amount "EUR19.05", reference "", text "Donation"',
  'with a sum: BIC "DEZZZYYYXXX", amount "EUR0.30000000000000004", reference "", text "Invoice 17"',
])
EOF
node see.mjs
