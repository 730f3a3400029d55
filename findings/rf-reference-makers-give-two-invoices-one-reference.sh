#!/usr/bin/env bash
# Packages and versions: node-iso11649 2.1.2, iso-11649 1.0.1 (npm).
#
# Behaviour: a creditor reference (RF, ISO 11649) says which invoice a payment is for. node-iso11649 makes one by
# itself if none is given, from the clock in milliseconds alone: invoices of one batch share it. iso-11649 removes
# hyphens before it computes, without an error: the invoices 2026-1-12 and 2026-11-2 get one reference. node-iso11649
# keeps the hyphen, and writes a reference that its own `validate` refuses.
#
# Expected: two calls give two references. Both packages document letters and digits only, so a hyphen is an error.
#
# Output seen (the first count varies):
#   node-iso11649: 3 different references in 1000 calls
#   iso-11649: 2026-1-12 is RF702026112, 2026-11-2 is RF702026112
#   node-iso11649: 2026-1-12 is RF702026-1-12, its own validate says false
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-iso11649@2.1.2 iso-11649@1.0.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import iso11649 from 'iso-11649'
import { generate, validate } from 'node-iso11649'

const different = new Set(Array.from({ length: 1000 }, () => generate())).size
const [first, second] = ['2026-1-12', '2026-11-2'].map((number) => iso11649.generate(number))
const hyphened = generate('2026-1-12')

console.log(`node-iso11649: ${different} different references in 1000 calls`)
console.log(`iso-11649: 2026-1-12 is ${first}, 2026-11-2 is ${second}`)
console.log(`node-iso11649: 2026-1-12 is ${hyphened}, its own validate says ${validate(hyphened)}`)

assert.ok(different < 1000)
assert.equal(first, second)
assert.equal(validate(hyphened), false)
EOF
node see.mjs
