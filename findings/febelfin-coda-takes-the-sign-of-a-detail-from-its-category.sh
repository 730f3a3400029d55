#!/usr/bin/env bash
# Packages and versions: febelfin-coda 0.5.0 (PyPI).
#
# Behaviour: in CODA, the statement file of Belgian banks, an information record of type 006 says what an entry is made
# of: a text of 30 places, the currency (3), the amount (15), its sign (1, 1 is a debit) and its category (3). The
# reader takes the sign one place too far, from the first digit of the category. So the sign in the file has no effect:
# a fee, category 006, becomes a credit, and a gross amount, category 100, becomes a debit. The details no longer add up
# to the entry. The amounts of the entries themselves are right, so the checks of the totals pass.
#
# Expected: the sign in the file. Febelfin, Coded statement of account (CODA) 2.6, Annex III, type 006:
# https://www.febelfin.be/sites/default/files/2019-04/standard-coda-2.6-en.pdf (the Odoo module reads it so too:
# https://github.com/luc-demeyer/noviat-apps, l10n_be_coda_advanced)
#
# Output seen:
#   entry: 98.50
#   GROSS AMOUNT: 100.00 in the file, -100.00 read, category 100
#   COMMISSION: -1.50 in the file, 1.50 read, category 006
#   sum of the details: 98.50 in the file, -98.50 read
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check febelfin-coda==0.5.0

cat >see.py <<'EOF'
import io
from decimal import Decimal

from coda import CODA

BANK_REFERENCE = "REFERENCE 1".ljust(21)
ACCOUNT = "BE68539007547034".ljust(34) + "EUR"
DETAILS = [("GROSS AMOUNT", Decimal("100.00"), "100"), ("COMMISSION", Decimal("-1.50"), "006")]


def digits(amount):
    return f"{int(abs(amount) * 1000):015d}"


def signed(amount):
    return ("1" if amount < 0 else "0") + digits(amount)


def detail(number, text, amount, category):
    communication = f"1006{text:<30}EUR{digits(amount)}{signed(amount)[0]}{category}"
    return f"3100{1:02d}{number:04d}{BANK_REFERENCE}01500000{communication:<74}{'':12}0 0"


entry = sum(amount for _, amount, _ in DETAILS)
records = [
    f"0000030112672505{'':8}{'FILE 1':<10}{'EXAMPLE':<26}{'KREDBEBB':<11}00000000097 00000{'':39}2",
    f"12001{ACCOUNT}{signed(Decimal(0))}291126{'EXAMPLE':<26}{'CURRENT ACCOUNT':<35}001",
    f"21{1:04d}{0:04d}{BANK_REFERENCE}{signed(entry)}30112601500000{'0INVOICE 1':<54}30112600101 1",
    *[detail(number, *values) for number, values in enumerate(DETAILS, 1)],
    f"8001{ACCOUNT}{signed(entry)}301126{'':64}0",
    f"9{'':15}{5:06d}{digits(Decimal(0))}{digits(entry)}{'':75}2",
]
assert [len(record) for record in records] == [128] * len(records)

(statement,) = CODA(io.StringIO("\n".join(records) + "\n")).statements
(move,) = statement.moves
print(f"entry: {move.amount:.2f}")
assert move.amount == entry

read = [item for items in statement.informations.values() for item in items]
for item, (text, amount, category) in zip(read, DETAILS, strict=True):
    print(f"{text}: {amount} in the file, {item.amount:.2f} read, category {item.category}")
    assert (item.description.rstrip(), item.category) == (text, category)
    assert item.amount == -amount
total = sum(item.amount for item in read)
print(f"sum of the details: {entry} in the file, {total:.2f} read")
assert total == -entry
EOF
python/bin/python see.py
