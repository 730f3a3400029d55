#!/usr/bin/env bash
# Packages and versions: swissqrbill 4.4.1 (npm), its QR code read back with jsqr 1.4.0 (npm); swiss-qr-bill 0.0.31
# (PyPI).
#
# Behaviour: behind the trailer EPD a Swiss QR code has one line for billing information, which a bookkeeping program
# reads, and then up to two lines for alternative procedures such as eBill. swissqrbill leaves the line of the billing
# information out if there is none, so the eBill instruction stands in its place and no eBill instruction is there.
# swiss-qr-bill writes its first procedure on both lines: one comes twice, and of two the second is lost, although it
# is printed on the bill.
#
# Expected: an empty line for billing information, then each procedure once. The elements are found by their position:
# SIX, Implementation Guidelines for the QR-bill 2.3, table of data elements (StrdBkgInf, then AltPmt). Both packages
# have a parameter for each of them, and report no error.
#
# Output seen:
#   swissqrbill: after EPD come ["eBill/B/41010560425610173"]
#   swiss-qr-bill, one procedure: after EPD come ['', 'eBill/B/41010560425610173', 'eBill/B/41010560425610173']
#   swiss-qr-bill, two procedures: after EPD come ['', 'eBill/B/41010560425610173', 'eBill/B/41010560425610173']
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund swissqrbill@4.4.1 jsqr@1.4.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check swiss-qr-bill==0.0.31

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import jsqr from 'jsqr'
import { SwissQRCode } from 'swissqrbill/svg'

const svg = new SwissQRCode({
  amount: 199.95,
  currency: 'CHF',
  creditor: {
    account: 'CH5800791123000889012',
    name: 'Muster AG',
    address: 'Weg',
    buildingNumber: 1,
    zip: 8000,
    city: 'Bern',
    country: 'CH',
  },
  reference: 'RF18539007547034',
  av1: 'eBill/B/41010560425610173',
}).toString()

const pixelsPerMm = 10
const margin = 40
const side = 46 * pixelsPerMm + 2 * margin
const image = new Uint8ClampedArray(side * side * 4).fill(255)
for (const [, attributes] of svg.matchAll(/<rect ([^>]*)>/g)) {
  const read = (name) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1]
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number.parseFloat(read(name)))
  if (read('width').endsWith('%')) continue
  const shade = read('fill') === 'black' ? 0 : 255
  const from = (mm) => margin + Math.round(mm * pixelsPerMm)
  for (let row = from(y); row < from(y + height); row++)
    for (let column = from(x); column < from(x + width); column++)
      image.fill(shade, (row * side + column) * 4, (row * side + column) * 4 + 3)
}
const lines = jsqr(image, side, side).data.split('\n')
const afterTrailer = lines.slice(lines.indexOf('EPD') + 1)
console.log(`swissqrbill: after EPD come ${JSON.stringify(afterTrailer)}`)
assert.deepEqual(afterTrailer, ['eBill/B/41010560425610173'])
EOF
node see.mjs

cat >see.py <<'EOF'
from decimal import Decimal

from swiss_qr_bill import Address, Bill, QRBill, QRCodeText
from swiss_qr_bill.generator.alternative_scheme import AlternativeScheme

creditor = Address()
creditor.name, creditor.street, creditor.house_no = "Muster AG", "Weg", "1"
creditor.postal_code, creditor.town, creditor.country_code = "3000", "Bern", "CH"
ebill = AlternativeScheme("eBill", "eBill/B/41010560425610173")
other = AlternativeScheme("Other", "Other/1234")

for name, schemes in (("one procedure", [ebill]), ("two procedures", [ebill, other])):
    bill = Bill()
    bill.account, bill.amount, bill.currency = "CH5800791123000889012", Decimal("199.95"), "CHF"
    bill.creditor = creditor
    bill.create_and_set_creditor_reference("539007547034")
    bill.alternative_schemes = schemes
    checked = QRBill.validate(bill)
    assert not checked.has_errors
    lines = QRCodeText.create(checked.cleaned_bill).split("\n")
    after_trailer = lines[lines.index("EPD") + 1 :]
    print(f"swiss-qr-bill, {name}: after EPD come {after_trailer}")
    assert after_trailer == ["", ebill.instruction, ebill.instruction]
EOF
python/bin/python see.py
