#!/usr/bin/env bash
# Package and version: phone 3.1.72 (npm). For comparison phonenumbers 9.0.43 (PyPI, a port of libphonenumber).
#
# Behaviour: phone writes a number in the form E.164 for SMS and takes leading zeros off, as most countries do. In
# Italy the zero is part of a landline number. Landlines of Varese, Busto Arsizio or Lecco (0332, 0331, 0341) so become
# mobile numbers of others, valid even by the default, which takes mobile numbers only: the link to an invoice goes to
# a stranger. Rome with `validateMobilePrefix: false` (landlines too) becomes a number that is not assigned, while the
# same number with +39 in front keeps its zero: one line, two keys.
#
# Expected: +39 and the number with its zero, and no mobile number. Numbering plan of Italy (AGCOM): landline numbers
# begin with 0, mobile ones with 3, and since 1998 the zero is dialled from abroad too
# (https://en.wikipedia.org/wiki/Telephone_numbers_in_Italy).
#
# Output seen:
#   0332 123456: phonenumbers +390332123456 landline; phone +39332123456, which is a mobile number
#   0331 1234567: phonenumbers +3903311234567 landline; phone +393311234567, which is a mobile number
#   0341 1234567: phonenumbers +3903411234567 landline; phone +393411234567, which is a mobile number
#   06 12345678, landlines too: phonenumbers +390612345678 landline; phone +39612345678, which is no valid number
#   +39 06 12345678, landlines too: phone +390612345678
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund phone@3.1.72
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check phonenumbers==9.0.43

cat >phone.mjs <<'EOF'
import { phone } from 'phone'

const [number, landlines] = process.argv.slice(2)
const country = number.startsWith('+') ? undefined : 'ITA'
const { isValid, phoneNumber } = phone(number, { country, validateMobilePrefix: landlines !== 'landlines' })
console.log(isValid ? phoneNumber : 'refused')
EOF

cat >see.py <<'EOF'
import subprocess

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType


def by_phone(number, *landlines):
    command = ["node", "phone.mjs", number, *landlines]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def kind(number):
    names = {PhoneNumberType.FIXED_LINE: "landline", PhoneNumberType.MOBILE: "a mobile number"}
    return names.get(phonenumbers.number_type(number), "no valid number")


for number, landlines, wrong, becomes in (
    ("0332 123456", [], "+39332123456", "a mobile number"),
    ("0331 1234567", [], "+393311234567", "a mobile number"),
    ("0341 1234567", [], "+393411234567", "a mobile number"),
    ("06 12345678", ["landlines"], "+39612345678", "no valid number"),
):
    right = phonenumbers.parse(number, "IT")
    e164 = phonenumbers.format_number(right, PhoneNumberFormat.E164)
    got = by_phone(number, *landlines)
    got_kind = kind(phonenumbers.parse(got))
    said = f"{number}, landlines too" if landlines else number
    print(f"{said}: phonenumbers {e164} {kind(right)}; phone {got}, which is {got_kind}")
    assert (e164, kind(right)) == ("+39" + number.replace(" ", ""), "landline")
    assert (got, got_kind) == (wrong, becomes)

same = by_phone("+39 06 12345678", "landlines")
print(f"+39 06 12345678, landlines too: phone {same}")
assert same == "+390612345678"
EOF
python/bin/python see.py
