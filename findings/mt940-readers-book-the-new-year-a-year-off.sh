#!/usr/bin/env bash
# Packages and versions: mt940js 1.3.5, mt940-js 1.0.0 (with tslib 2.8.1, which it needs without saying so),
# swiftmessageparser 1.2.1, @centrapay/swift-parser 1.0.1 (npm). For comparison mt-940 5.1.1 (PyPI).
#
# Behaviour: a line of an MT940 statement has the value date with its year and the day of booking without one. The four
# readers take the year of the value date for both. A payment with the value of 31 December that is booked on 2 January
# then has a booking on 2 January of the year before, 363 days too early, and a fee that is booked in the old year with
# a value in the new one lies in the future. Both then count in the wrong fiscal year.
#
# Expected: the year that brings the two days next to each other, as mt-940 does. SWIFT, field 61: subfield 1 is the
# value date YYMMDD, subfield 2 the entry date MMDD, the day on which the transaction is booked.
#
# Output seen:
#   mt940js: value 2026-12-31 booked 2026-01-02, value 2027-01-02 booked 2027-12-31
#   mt940-js: value 2026-12-31 booked 2026-01-02, value 2027-01-02 booked 2027-12-31
#   swiftmessageparser: value 2026-12-31 booked 2026-01-02, value 2027-01-02 booked 2027-12-31
#   @centrapay/swift-parser: value 2026-12-31 booked 2026-01-02, value 2027-01-02 booked 2027-12-31
#   mt-940: value 2026-12-31 booked 2027-01-02, value 2027-01-02 booked 2026-12-31
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund \
  mt940js@1.3.5 mt940-js@1.0.0 tslib@2.8.1 swiftmessageparser@1.2.1 @centrapay/swift-parser@1.0.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check mt-940==5.1.1

cat >statement.sta <<'EOF'
:20:STMT1
:25:DE89370400440532013000
:28C:1/1
:60F:C261230EUR100,00
:61:2612310102C40,00NTRFINV1//REF1
:86:invoice 1
:61:2701021231D10,00NCHGNONREF//REF2
:86:fee
:62F:C270102EUR130,00
-
EOF
cat >see.cjs <<'EOF'
const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')

const data = readFileSync('statement.sta', 'utf8')
const day = (date) => (typeof date === 'string' ? date : date.toISOString()).slice(0, 10)
const readers = {
  mt940js: async () => new (require('mt940js').Parser)().parse(data),
  'mt940-js': () => require('mt940-js').read(Buffer.from(data)),
  swiftmessageparser: async () => require('swiftmessageparser').parse({ type: 'mt940', data }),
  '@centrapay/swift-parser': async () => require('@centrapay/swift-parser').parse({ type: 'mt940', data }),
}
const main = async () => {
  for (const [name, read] of Object.entries(readers)) {
    const [{ transactions }] = await read()
    const seen = transactions
      .map(({ date, valueDate, entryDate }) => `value ${day(valueDate ?? date)} booked ${day(entryDate)}`)
      .join(', ')
    console.log(`${name}: ${seen}`)
    assert.equal(seen, 'value 2026-12-31 booked 2026-01-02, value 2027-01-02 booked 2027-12-31')
  }
}
main()
EOF
node see.cjs
python/bin/python -c "
import mt940

lines = [line.data for line in mt940.parse('statement.sta')]
seen = ', '.join(f\"value {line['date']} booked {line['entry_date']}\" for line in lines)
print(f'mt-940: {seen}')
assert seen == 'value 2026-12-31 booked 2027-01-02, value 2027-01-02 booked 2026-12-31'"
