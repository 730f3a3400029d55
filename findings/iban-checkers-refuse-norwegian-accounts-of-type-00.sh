#!/usr/bin/env bash
# Packages and versions: ibantools 4.5.4, ibankit 1.6.5 (npm); python-stdnum 2.2, and schwifty 2026.10.1, which reads
# them (PyPI).
#
# Behaviour: a Norwegian account number ends with a check digit over all its other digits, modulo 11. If its fifth and
# sixth digit are 00, as in accounts of the clearing between banks, it is computed over the seventh to tenth alone.
# ibantools, ibankit and python-stdnum have the first half of the rule alone. They refuse such IBANs of ten bank codes
# in eleven, although all check digits are right. schwifty has both halves.
#
# Expected: the IBAN is right, or the national digit is left to the bank. The rule: European Committee for Banking
# Standards, TR 201, Register of European account numbers, Norway.
#
# Output seen:
#   NO6449100059609: ibantools false, ibankit false, python-stdnum false, schwifty true
#   of 100 accounts with 00: ibantools takes 0, ibankit 0, python-stdnum 0, schwifty 100
#   of 100 accounts with 05: ibantools takes 100, ibankit 100, python-stdnum 100, schwifty 100
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ibantools@4.5.4 ibankit@1.6.5
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python-stdnum==2.2 schwifty==2026.10.1

cat >numbers.py <<'EOF'
import json

WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]


def check_digit(digits):
    weights = WEIGHTS[-len(digits) :]
    return -sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11


def ibans(kind, bank):
    for number in range(5960, 10000):
        account = f"{bank}{kind}{number:04}"
        digit = check_digit(account[6:] if kind == "00" else account)
        if digit < 10:
            bban = f"{account}{digit}"
            yield f"NO{98 - int(bban + '232400') % 97:02}{bban}"


def first(amount, items):
    return [item for item, _ in zip(items, range(amount))]


print(json.dumps({"00": first(100, ibans("00", "4910")), "05": first(100, ibans("05", "4910"))}))
EOF
python/bin/python numbers.py >numbers.json

cat >see.cjs <<'EOF'
const { isValidIBAN } = require('ibantools')
const { IBAN } = require('ibankit')
const numbers = require('./numbers.json')

const both = (list) => list.map((iban) => [isValidIBAN(iban), IBAN.isValid(iban)])
console.log(JSON.stringify({ '00': both(numbers['00']), '05': both(numbers['05']) }))
EOF
node see.cjs >node.json

cat >see.py <<'EOF'
import json

from schwifty import IBAN
from stdnum import iban as stdnum_iban

names = ["ibantools", "ibankit", "python-stdnum", "schwifty"]
numbers, node = json.load(open("numbers.json")), json.load(open("node.json"))


def answers(kind, place):
    iban = numbers[kind][place]
    schwifty = IBAN(iban, allow_invalid=True)
    try:
        by_schwifty = schwifty.validate(validate_bban=True)
    except ValueError:
        by_schwifty = False
    return [*node[kind][place], stdnum_iban.is_valid(iban), by_schwifty]


one = answers("00", 0)
said = ", ".join(f"{name} {str(answer).lower()}" for name, answer in zip(names, one))
print(f"{numbers['00'][0]}: {said}")
counts = {kind: [sum(column) for column in zip(*(answers(kind, place) for place in range(100)))] for kind in numbers}
for kind, (first, *others) in counts.items():
    rest = ", ".join(f"{name} {count}" for name, count in zip(names[1:], others))
    print(f"of 100 accounts with {kind}: ibantools takes {first}, {rest}")
assert one == [False, False, False, True]
assert counts["00"] == [0, 0, 0, 100]
assert counts["05"] == [100] * 4
EOF
python/bin/python see.py
