#!/usr/bin/env bash
# Packages and versions: finnish-bank-utils 1.3.3 (npm).
#
# Behaviour: a Finnish invoice carries a bank bar code: the digits that a bank reads the account, amount, reference and
# due date from. finnish-bank-utils takes the amount as a number of euros, and gets the cents by a subtraction of
# floating-point numbers that it does not round. For one amount in eleven up to 1,000 euros a decimal point and the
# fractions of a cent get into the code: that of 19.99 euros has 69 places. No error: it is a string like the
# others, and only its own `parseFinnishVirtualBarCode` says `false`. The invoice of 4,883.15 euros is the first test of
# another maker, of Rust: https://docs.rs/crate/bank-barcode/latest/source/src/tests.rs
#
# Expected: 54 digits, cents in two of them. Finance Finland, Bank Bar Code Guide 5.3, symbol version 4:
# https://www.finanssiala.fi/wp-content/uploads/2021/03/Pankkiviivakoodi-opas.pdf
#
# Output seen:
#   482.99 euros: 458101710000001220004829900000000559582243294671120131, 54 places, as expected
#   19.99 euros: 4581017100000012200001998.9999999999997700000559582243294671120131, 69 places, own parser: false
#   4883.15 euros: 4794405202003608200488314.99999999994179200000000868516259619897100612, 70 places, own parser: false
#   9175 of the 100000 amounts up to 1000.00 euros are not 54 digits
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund finnish-bank-utils@1.3.3

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import bank from 'finnish-bank-utils'

const first = { iban: 'FI7944052020036082', reference: '868516259619897', date: '12.6.2010' }
const second = { iban: 'FI5810171000000122', reference: '559582243294671', date: '31.1.2012' }

/** Puts the fields of symbol version 4 side by side, the amount given in whole cents. */
function byHand({ iban, reference, date }, cents) {
  const [day, month, year] = date.split('.')
  const due = year.slice(2) + month.padStart(2, '0') + day.padStart(2, '0')
  return `4${iban.slice(2)}${String(cents).padStart(8, '0')}000${reference.padStart(20, '0')}${due}`
}

const good = bank.formatFinnishVirtualBarCode({ ...second, sum: 482.99 })
console.log(`482.99 euros: ${good}, ${good.length} places, as expected`)
assert.equal(good, byHand(second, 48299))

for (const [invoice, cents] of [
  [second, 1999],
  [first, 488315]
]) {
  const code = bank.formatFinnishVirtualBarCode({ ...invoice, sum: cents / 100 })
  const parsed = bank.parseFinnishVirtualBarCode(code)
  console.log(`${cents / 100} euros: ${code}, ${code.length} places, own parser: ${parsed}`)
  assert.match(byHand(invoice, cents), /^\d{54}$/)
  assert.match(code, /^\d+\.\d+$/)
  assert.equal(parsed, false)
  assert.equal(bank.parseFinnishVirtualBarCode(byHand(invoice, cents)).sum, cents / 100)
}

let wrong = 0
for (let cents = 1; cents <= 100_000; cents++) {
  const code = bank.formatFinnishVirtualBarCode({ ...second, sum: cents / 100 })
  if (code !== byHand(second, cents)) wrong++
}
console.log(`${wrong} of the 100000 amounts up to 1000.00 euros are not 54 digits`)
assert.equal(wrong, 9175)
EOF
node see.mjs
