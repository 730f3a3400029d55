#!/usr/bin/env bash
# Package and version: csv-parse 7.0.3 (npm).
#
# Behaviour: `info.empty_lines` of the parser counts the line end that closes the last row as an empty line. A file of
# two rows that ends with a line end, as nearly every program writes it, has 1, the same file without that line end 0.
# With `skip_empty_lines` the count is one too high for the first and right for the second. Without it, empty lines
# between rows become records and are not counted, so the closing line end is all that the count can hold.
#
# Expected: the number of lines without any character, 0 for both files. Rows that are read plus lines that were
# skipped are then the lines of the file. An import that numbers its rows for the merchant, or says how many empty
# rows it left out, has to look at the last byte of the file itself.
#
# Output seen:
#   skip, rows without a last line end: 2 records, empty_lines 0
#   skip, rows with a last line end: 2 records, empty_lines 1
#   skip, one empty line between, with a last line end: 2 records, empty_lines 2
#   skip, one empty line between, without: 2 records, empty_lines 1
#   keep, rows with a last line end: 2 records, empty_lines 1
#   keep, one empty line between, without: 3 records, empty_lines 0
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { parse } from 'csv-parse'

async function count(text, skip_empty_lines) {
  const parser = parse({ skip_empty_lines, relax_column_count: true })
  let records = 0
  parser.on('data', () => (records += 1))
  parser.end(text)
  await new Promise((resolve) => parser.once('end', resolve))
  return `${records} records, empty_lines ${parser.info.empty_lines}`
}

const seen = []
for (const [name, text, skip] of [
  ['skip, rows without a last line end', 'number,amount\nA-1,12.50', true],
  ['skip, rows with a last line end', 'number,amount\nA-1,12.50\n', true],
  ['skip, one empty line between, with a last line end', 'number,amount\n\nA-1,12.50\n', true],
  ['skip, one empty line between, without', 'number,amount\n\nA-1,12.50', true],
  ['keep, rows with a last line end', 'number,amount\nA-1,12.50\n', false],
  ['keep, one empty line between, without', 'number,amount\n\nA-1,12.50', false],
]) {
  seen.push(`${name}: ${await count(text, skip)}`)
  console.log(seen.at(-1))
}

assert.deepEqual(seen, [
  'skip, rows without a last line end: 2 records, empty_lines 0',
  'skip, rows with a last line end: 2 records, empty_lines 1',
  'skip, one empty line between, with a last line end: 2 records, empty_lines 2',
  'skip, one empty line between, without: 2 records, empty_lines 1',
  'keep, rows with a last line end: 2 records, empty_lines 1',
  'keep, one empty line between, without: 3 records, empty_lines 0',
])
EOF
node see.mjs
