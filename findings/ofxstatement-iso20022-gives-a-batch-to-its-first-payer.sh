#!/usr/bin/env bash
# Packages and versions: ofxstatement-iso20022 0.8.1, ofxstatement 0.9.3 (PyPI).
#
# Behaviour: a camt.053.001.02 file holds two statements, as a bank sends them for two days or two accounts. The account
# is overdrawn. Its only entry of the first day is a batch booking: 100.00 for two payments, 60.00 of one payer for
# invoice 18 and 40.00 of another for invoice 19. The plugin makes one line of it: 100.00 of the first payer for invoice
# 18. The second payer and invoice 19 are nowhere. The balances come without their sign, so that an overdraft of 500.00
# is 500.00 in the account, and the sum of the lines leads away from the closing balance. The second statement, with a
# payment of 25.00, is left out. No error, no warning.
#
# Expected: a line for each TxDtls with its own amount, payer and text (or at least no payer for the whole); balances
# with the sign that CdtDbtInd gives; the lines of every Stmt, or an error for more than one, as the message has one to
# many (ISO 20022, camt.053: https://www.iso20022.org/iso-20022-message-definitions).
#
# Output seen on 2026-11-30:
#   lines: 100.00 of Blue Lamp GmbH for "Invoice 18"
#   balances: 500.00 to 400.00, lines add up to 100.00
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check ofxstatement-iso20022==0.8.1 ofxstatement==0.9.3

cat >see.py <<'PY'
from ofxstatement.plugins.iso20022 import Iso20022Parser


def balance(kind, amount, day):
    return f'''<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
      <CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'''


def payment(reference, amount, payer, text):
    return f'''<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>
      <AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>
      <RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>'''


def statement(number, day, opening, amount, closing, payments):
    return f'''<Stmt><Id>S{number}</Id><CreDtTm>{day}T20:00:00</CreDtTm>
      <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
      {balance('OPBD', opening, day)}{balance('CLBD', closing, day)}
      <Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
      <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls>{payments}</NtryDtls></Ntry></Stmt>'''


two = payment('A', '60.00', 'Blue Lamp GmbH', 'Invoice 18') + payment('B', '40.00', 'Green Door GmbH', 'Invoice 19')
one = payment('C', '25.00', 'Red Chair GmbH', 'Invoice 20')
with open('statement.xml', 'w') as file:
    file.write(
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        '<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-03T20:00:00</CreDtTm></GrpHdr>'
        + statement(1, '2026-11-02', '500.00', '100.00', '400.00', two)
        + statement(2, '2026-11-03', '400.00', '25.00', '375.00', one)
        + '</BkToCstmrStmt></Document>'
    )

read = Iso20022Parser('statement.xml').parse()
lines = ', '.join(f'{line.amount} of {line.payee} for "{line.memo}"' for line in read.lines)
total = sum(line.amount for line in read.lines)
seen = [f'lines: {lines}', f'balances: {read.start_balance} to {read.end_balance}, lines add up to {total}']
print('\n'.join(seen))

assert seen == [
    'lines: 100.00 of Blue Lamp GmbH for "Invoice 18"',
    'balances: 500.00 to 400.00, lines add up to 100.00',
], seen
PY
env/bin/python see.py
