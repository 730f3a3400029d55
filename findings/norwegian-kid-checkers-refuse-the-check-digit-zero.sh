#!/usr/bin/env bash
# Packages and versions: norsk-validator 2.0.0, @ssfbank/norwegian-id-validators 1.0.0. For comparison
# norwegian-numbers 1.0.9 (npm).
#
# Behaviour: a KID is the payment reference of Norway; its last place is a check digit by modulus 10 (Luhn) or 11. The
# two checkers compute 10 minus the last digit of the sum, so 10 where the sum ends in 0, and no digit equals 10: each
# modulus-10 KID with the check digit 0, one invoice in ten, is refused. With the default, which tries both, a few pass
# by chance as they fit modulus 11 too. Of modulus 11 they refuse the one reference in eleven that ends in a hyphen.
#
# Expected: the check digit 0 where the sum is a multiple of 10 (Luhn formula, ISO/IEC 7812-1), and the hyphen where
# modulus 11 gives 10: https://www.remember.no/kredittkort/faq/faktura/dette-betyr-omradene-i-faktura/kid-nummer/
#
# Output seen:
#   100040 (modulus 10): norwegian-numbers true, norsk-validator false,
#     norwegian-id-validators false
#   10003- (modulus 11): norwegian-numbers true, norsk-validator false,
#     norwegian-id-validators false
#   refused of 1000 in modulus 10: norsk-validator 100, all those that end in 0
#   refused of 1000 in modulus 10: norwegian-id-validators 100, all those that end in 0
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund norsk-validator@2.0.0 @ssfbank/norwegian-id-validators@1.0.0 \
  norwegian-numbers@1.0.9

cat >see.cjs <<'EOF'
const assert = require('node:assert/strict')
const { validateKid } = require('@ssfbank/norwegian-id-validators')
const { kidnummer } = require('norsk-validator')
const { makeKidNumber, verifyKidNumber } = require('norwegian-numbers')

/** Tells by hand whether a number fits the Luhn formula: doubled from the second place on, the sum ends in 0. */
function isLuhn(number) {
  let sum = 0
  for (const [place, digit] of [...number].reverse().map(Number).entries()) {
    const value = place % 2 === 1 ? digit * 2 : digit
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

for (const [invoice, mode, modulus] of [
  ['10004', 'MOD10', 10],
  ['10003', 'MOD11', 11]
]) {
  const kid = makeKidNumber(invoice, mode)
  const seen = [verifyKidNumber(kid, mode), kidnummer(kid), validateKid(kid)]
  const [numbers, norsk, validators] = seen
  console.log(`${kid} (modulus ${modulus}): norwegian-numbers ${numbers}, norsk-validator ${norsk},`)
  console.log(`  norwegian-id-validators ${validators}`)
  assert.deepEqual(seen, [true, false, false])
}

const kids = Array.from({ length: 1000 }, (_, index) => makeKidNumber(String(10_000 + index)))
assert.ok(kids.every(isLuhn))
for (const [name, check] of [
  ['norsk-validator', kidnummer],
  ['norwegian-id-validators', validateKid]
]) {
  const refused = kids.filter((kid) => !check(kid, false, true))
  console.log(`refused of 1000 in modulus 10: ${name} ${refused.length}, all those that end in 0`)
  assert.deepEqual(
    refused,
    kids.filter((kid) => kid.endsWith('0'))
  )
}
EOF
node see.cjs
