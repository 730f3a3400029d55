#!/usr/bin/env bash
# Packages and versions: sms-length 0.2.2, sms-counter-npm 1.0.4; split-sms 0.1.7 and sms-segments-calculator 1.3.0,
# which make the parts (npm).
#
# Behaviour: a long SMS is sent in parts of 153 places, and each part is paid. The euro sign and some brackets take two
# places. sms-length and sms-counter-npm add up the places and divide by 153. But the two places of one character stay
# in one part: where they meet the end of a part, the place before them stays empty and the rest moves on. So a text of
# 306 places is counted as two parts and sent as three.
#
# Expected: three, which the packages that make the parts count. 3GPP TS 23.040, 9.2.3.24.1: a character represented by
# an escape sequence is not split.
#
# Output seen:
#   306 places, no euro sign at the border: sms-length 2, sms-counter-npm 2, split-sms 2, sms-segments-calculator 2
#   306 places, a euro sign on the border: sms-length 2, sms-counter-npm 2, split-sms 3, sms-segments-calculator 3
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund \
  sms-length@0.2.2 sms-counter-npm@1.0.4 split-sms@0.1.7 sms-segments-calculator@1.3.0

cat >see.cjs <<'EOF'
const assert = require('node:assert/strict')
const smsLength = require('sms-length')
const smsCounter = require('sms-counter-npm')
const { split } = require('split-sms')
const { SegmentedMessage } = require('sms-segments-calculator')

const counters = {
  'sms-length': (text) => smsLength.count(text).messages,
  'sms-counter-npm': (text) => smsCounter.count(text).messages,
  'split-sms': (text) => split(text).parts.length,
  'sms-segments-calculator': (text) => new SegmentedMessage(text).segmentsCount,
}
const texts = {
  'no euro sign at the border': `${'a'.repeat(151)}€${'b'.repeat(153)}`,
  'a euro sign on the border': `${'a'.repeat(152)}€${'b'.repeat(152)}`,
}
const seen = Object.entries(texts).map(([name, text]) => {
  assert.equal(smsLength.count(text).length, 306)
  const parts = Object.values(counters).map((count) => count(text))
  const said = Object.keys(counters).map((counter, place) => `${counter} ${parts[place]}`)
  console.log(`306 places, ${name}: ${said.join(', ')}`)
  return parts
})
assert.deepEqual(seen, [
  [2, 2, 2, 2],
  [2, 2, 3, 3],
])
EOF
node see.cjs
