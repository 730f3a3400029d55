#!/usr/bin/env bash
# Packages and versions: currency.js 2.0.4, accounting 0.4.1 (npm); the texts are printed by Node's own Intl.
#
# Behaviour: both packages read amounts from text and take the decimal sign of the country as an option. Whatever is no
# digit, no hyphen-minus and no decimal sign is thrown away. In Swedish, Norwegian, Finnish, Slovenian, Croatian,
# Lithuanian, Estonian and Basque, Intl.NumberFormat prints a negative amount with the true minus sign (U+2212), so a
# refund of 1234.50 that was printed for the page, and is read back from a form or a pasted cell, is a payment of
# 1234.50. currency.js has `errorOnInvalid` for texts that it cannot read; it does not throw here.
#
# Expected: what Intl prints is read back as it was, or an error. The sign is the one that Unicode's locale data gives
# these languages (minusSign in https://www.unicode.org/reports/tr35/tr35-numbers.html#Number_Symbols).
#
# Output seen on 2026-11-30:
#   sv-SE, nb-NO, fi-FI, sl-SI, hr-HR, lt-LT, et-EE, eu-ES: currency.js 1234.5, accounting 1234.5
#   de-DE, da-DK, nl-NL, es-ES, fr-FR: currency.js -1234.5, accounting -1234.5
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund currency.js@2.0.4 accounting@0.4.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import accounting from 'accounting'
import currency from 'currency.js'

const read = {}
for (const locale of 'sv-SE nb-NO fi-FI sl-SI hr-HR lt-LT et-EE eu-ES de-DE da-DK nl-NL es-ES fr-FR'.split(' ')) {
  const text = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(-1234.5)
  const { value } = currency(text, { decimal: ',', separator: '.', errorOnInvalid: true })
  const result = `currency.js ${value}, accounting ${accounting.unformat(text, ',')}`
  read[result] = [...(read[result] ?? []), locale]
}
const seen = Object.entries(read).map(([result, locales]) => `${locales.join(', ')}: ${result}`)
console.log(seen.join('\n'))

assert.deepEqual(seen, [
  'sv-SE, nb-NO, fi-FI, sl-SI, hr-HR, lt-LT, et-EE, eu-ES: currency.js 1234.5, accounting 1234.5',
  'de-DE, da-DK, nl-NL, es-ES, fr-FR: currency.js -1234.5, accounting -1234.5',
])
EOF
node see.mjs
