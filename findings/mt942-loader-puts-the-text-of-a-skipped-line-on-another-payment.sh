#!/usr/bin/env bash
# Packages and versions: bankstatementparser-loader-mt942 0.0.28 with bankstatementparser 0.0.29. For comparison mt-940
# 5.1.1 (PyPI).
#
# Behaviour: the loader reads a statement line (field 61) of the intraday report MT942 only if a bare C or D stands
# before the amount. It takes a line with a funds code (CR in a euro report) and a reversal (RC, RD) for malformed ones,
# and skips them without an error or a count. The text (field 86) of a skipped line then replaces that of the last line
# it read. So of two incoming payments and a return, one payment is left, and it carries the text of the return. Its
# summary still repeats the bank's own count of two credits and one debit.
#
# Expected: three lines, each with its own text. SWIFT, MT942, field 61: marks D, C, EC, ED, RC, RD, then an optional
# funds code. A copy of the manual: https://pinas.synology.me/Swift_Manual/2006/FINAL/US9M/DOC/ALAF008.HTM
#
# Output seen:
#   mt-940: 100.00 INVOICE 1, 200.00 INVOICE 2, RC 100.00 RETURN OF 1
#   loader: 100.00 RETURN OF 1
#   loader, summary: 2 credits of 300.00, 1 debit of 100.00, lines read: 1
#   loader, with the funds code on each line: nothing
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
  bankstatementparser-loader-mt942==0.0.28 bankstatementparser==0.0.29 mt-940==5.1.1

cat >see.py <<'EOF'
from decimal import Decimal

import mt940
from bankstatementparser_loader_mt942 import load_mt942, summarize_mt942

REPORT = """:20:REPORT-1
:25:DE89370400440532013000
:28C:1/1
:34F:EUR0,
:13D:2611301200+0100
:61:2611301130C100,00NTRFNONREF
:86:INVOICE 1
:61:2611301130CR200,00NTRFNONREF
:86:INVOICE 2
:61:2611301130RC100,00NTRFNONREF
:86:RETURN OF 1
:90D:1EUR100,00
:90C:2EUR300,00
-"""

lines = []
for line in mt940.models.Transactions().parse(REPORT):
    mark = "" if line.data["status"] == "C" else line.data["status"] + " "
    lines.append(f"{mark}{line.data['amount'].amount} {line.data['transaction_details']}")
print(f"mt-940: {', '.join(lines)}")
assert lines == ["100.00 INVOICE 1", "200.00 INVOICE 2", "RC 100.00 RETURN OF 1"]

lines = [f"{line.amount} {line.description}" for line in load_mt942(REPORT)]
print(f"loader: {', '.join(lines)}")
assert lines == ["100.00 RETURN OF 1"]

total = summarize_mt942(REPORT)
print(
    f"loader, summary: {total.credit_count} credits of {total.credit_sum}, "
    f"{total.debit_count} debit of {total.debit_sum}, lines read: {total.transaction_count}"
)
assert (total.credit_count, total.credit_sum) == (2, Decimal("300.00"))
assert (total.debit_count, total.debit_sum) == (1, Decimal("100.00"))
assert total.transaction_count == 1

lines = load_mt942(REPORT.replace("C100,00", "CR100,00"))
print(f"loader, with the funds code on each line: {lines or 'nothing'}")
assert lines == []
EOF
python/bin/python see.py
