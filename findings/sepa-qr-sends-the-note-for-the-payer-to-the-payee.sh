#!/usr/bin/env bash
# Package and version: sepa-qr 0.0.2 (npm); its picture is read back with jsqr 1.4.0 and pngjs 7.0.0 (npm).
#
# Behaviour: an EPC QR code (EPC069-12) has one field a line: line 9 is the purpose, 10 the structured reference, 11
# the free text for the payee, 12 a note that only the payer sees. The package writes no line for the free text. So
# `remittance` (free text in its README) stands where a bank expects a structured reference, and `information`, the
# note for the payer, stands in line 11 and travels with the payment as its text.
#
# Expected: line 10 is empty, line 11 is "Invoice 2026-17", line 12 is "Due on 1 May".
#
# Output seen:
#   line 9: GDDS
#   line 10: Invoice 2026-17
#   line 11: Due on 1 May
#   line 12: (none)
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sepa-qr@0.0.2 jsqr@1.4.0 pngjs@7.0.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import jsqr from 'jsqr'
import { PNG } from 'pngjs'
import createSepaQr from 'sepa-qr'

const picture = createSepaQr({
  name: 'Blue Lamp GmbH',
  iban: 'DE89370400440532013000',
  amount: 119,
  purpose: 'GDDS',
  remittance: 'Invoice 2026-17',
  information: 'Due on 1 May',
  type: 'png',
  size: 6,
})
const chunks = []
for await (const chunk of picture) chunks.push(chunk)
const { data, width, height } = PNG.sync.read(Buffer.concat(chunks))
const read = jsqr.default ?? jsqr
const lines = read(new Uint8ClampedArray(data), width, height).data.split('\n')

for (const number of [9, 10, 11, 12]) console.log(`line ${number}: ${lines[number - 1] ?? '(none)'}`)
assert.deepEqual(lines.slice(8), ['GDDS', 'Invoice 2026-17', 'Due on 1 May'])
EOF
node see.mjs
