#!/usr/bin/env bash
# Packages and versions: jsvat 2.5.4, stdnum 1.12.0, jsvat-next 3.0.4 (npm).
#
# Behaviour: jsvat refuses two groups of VAT numbers that are in use. Belgian numbers begin with 0 or, the newer ones,
# with 1; jsvat knows 0 alone, so it refuses each newer Belgian company. Numbers of Northern Ireland begin with XI since
# 2021; jsvat has no such country, and takes the same number with GB, which the EU no longer confirms. stdnum has no XI
# either, and of the Bulgarian numbers with ten digits, which are those of persons, it refuses each that begins with 4
# to 8: they begin with the year of birth, so these are traders born from 1940 to 1989. It also refuses companies whose
# number begins with 8, as many older ones do. jsvat-next takes all of them.
#
# Expected: true for each. The formats are those of the EU's VIES: BE0999999999 or BE1999999999, XI as GB, BG with nine
# or ten digits (its list of the structure of VAT numbers: https://ec.europa.eu/taxation_customs/vies/#/faq). The
# numbers here are made up and have right check digits (BE: 97 minus the first eight digits modulo 97; BG: births of
# long ago).
#
# Output seen on 2026-11-30:
#   BE0203201340: jsvat true, stdnum true, jsvat-next true
#   BE1008904522: jsvat false, stdnum true, jsvat-next true
#   XI110305878: jsvat false, stdnum has no XI, jsvat-next true
#   GB110305878: jsvat true, stdnum true, jsvat-next true
#   BG9523169267: jsvat true, stdnum true, jsvat-next true
#   BG7523169263: jsvat true, stdnum false, jsvat-next true
#   BG830000003: jsvat true, stdnum false, jsvat-next true
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jsvat@2.5.4 stdnum@1.12.0 jsvat-next@3.0.4

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import jsvat from 'jsvat'
import next from 'jsvat-next'
import { stdnum } from 'stdnum'

const countries = (checker) => Object.values(checker).filter((country) => country.codes !== undefined)
const seen = []
for (const number of ['BE0203201340', 'BE1008904522', 'XI110305878', 'GB110305878', 'BG9523169267', 'BG7523169263', 'BG830000003']) {
  const code = number.slice(0, 2)
  const first = jsvat.checkVAT(number, countries(jsvat)).isValid
  const second = stdnum[code] === undefined ? `has no ${code}` : stdnum[code].vat.validate(number).isValid
  const third = next.checkVAT(number, countries(next)).isValid
  seen.push(`${number}: jsvat ${first}, stdnum ${second}, jsvat-next ${third}`)
  console.log(seen.at(-1))
}

assert.deepEqual(seen, [
  'BE0203201340: jsvat true, stdnum true, jsvat-next true',
  'BE1008904522: jsvat false, stdnum true, jsvat-next true',
  'XI110305878: jsvat false, stdnum has no XI, jsvat-next true',
  'GB110305878: jsvat true, stdnum true, jsvat-next true',
  'BG9523169267: jsvat true, stdnum true, jsvat-next true',
  'BG7523169263: jsvat true, stdnum false, jsvat-next true',
  'BG830000003: jsvat true, stdnum false, jsvat-next true',
])
EOF
node see.mjs
