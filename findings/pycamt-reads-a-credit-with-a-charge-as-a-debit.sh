#!/usr/bin/env bash
# Package and version: pycamt 1.1.1 (PyPI), with lxml 6.1.3.
#
# Behaviour: a payer sends 100.00 USD, the bank takes a charge of 5.00 EUR and books a credit of 87.31 EUR. The account
# statement (camt.053.001.02) says so: the entry is 87.31 EUR, CRDT; its detail holds the instructed amount and the
# charge, which has an indicator of its own, DBIT. `get_transactions` takes the first amount and the first indicator
# that it finds anywhere within the detail: the entry becomes a debit of 100.00 EUR. With the charge alone it is a debit
# of 5.00 EUR, with the instructed amount alone a credit of 100.00 EUR, dollars under the name of euros. The booked
# amount is nowhere in the result.
#
# Expected: a credit of 87.31 EUR, the amount and the indicator of the entry (ISO 20022, Ntry/Amt and Ntry/CdtDbtInd:
# https://www.iso20022.org/iso-20022-message-definitions), since the details of this version have none of their own. A
# sum over the transactions is then the step from the opening to the closing balance. AmtDtls/InstdAmt is what the payer
# ordered, in any currency; Chrgs/CdtDbtInd is the direction of the charge.
#
# Output seen on 2026-11-30:
#   balances: 0.00 to 87.31
#   with a charge: DBIT 100.00 EUR
#   without a charge: CRDT 100.00 EUR
#   only the charge: DBIT 5.00 EUR
#   neither: CRDT 87.31 EUR
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pycamt==1.1.1 lxml==6.1.3

cat >see.py <<'PY'
from pycamt.parser import Camt053Parser

CHARGE = '<Chrgs><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>'
ORDERED = '<AmtDtls><InstdAmt><Amt Ccy="USD">100.00</Amt></InstdAmt></AmtDtls>'


def balance(kind, amount):
    return f'''<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
      <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>'''


def statement(inside):
    return f'''<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
      <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T20:00:00</CreDtTm></GrpHdr>
      <Stmt><Id>S1</Id><CreDtTm>2026-11-02T20:00:00</CreDtTm>
      <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
      {balance('OPBD', '0.00')}{balance('CLBD', '87.31')}
      <Ntry><Amt Ccy="EUR">87.31</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>
      <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
      <NtryDtls><TxDtls><Refs><EndToEndId>INV-17</EndToEndId></Refs>{inside}
      <RmtInf><Ustrd>Invoice 17</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
      </Stmt></BkToCstmrStmt></Document>'''


info = Camt053Parser(statement('')).get_statement_info()[0]
seen = [f"balances: {info['OpeningBalance']} to {info['ClosingBalance']}"]
for name, inside in [
    ('with a charge', ORDERED + CHARGE),
    ('without a charge', ORDERED),
    ('only the charge', CHARGE),
    ('neither', ''),
]:
    (one,) = Camt053Parser(statement(inside)).get_transactions()
    seen.append(f"{name}: {one['CreditDebitIndicator']} {one['Amount']} {one['Currency']}")
print('\n'.join(seen))

assert seen == [
    'balances: 0.00 to 87.31',
    'with a charge: DBIT 100.00 EUR',
    'without a charge: CRDT 100.00 EUR',
    'only the charge: DBIT 5.00 EUR',
    'neither: CRDT 87.31 EUR',
], seen
PY
env/bin/python see.py
