#!/usr/bin/env bash
# Package and version: camt053 0.0.23 (PyPI).
#
# Behaviour: `parse_document` reads account statements and gives each transaction a `counterparty_name` and a
# `counterparty_account`. It takes the debtor if the bank names one, else the creditor, and does not look at the
# direction. A bank that names both sides names the account holder as the debtor of an outgoing payment, so the
# counterparty is the payer itself, with the very account that the statement is for, and the supplier who got the money
# is nowhere. The transactions of a batch have no amount and no remittance information, free or structured: which
# invoices of 60.00 and 40.00 the entry of 100.00 paid cannot be told.
#
# Expected: the creditor where money went out (CdtDbtInd DBIT), the debtor where it came in; TxDtls/Amt and RmtInf of
# each transaction (ISO 20022, camt.053: https://www.iso20022.org/iso-20022-message-definitions).
#
# Output seen on 2026-11-30:
#   statement of DE89370400440532013000, Blue Lamp GmbH
#   DBIT 100.00
#     A: counterparty Blue Lamp GmbH DE89370400440532013000
#     B: counterparty Blue Lamp GmbH DE89370400440532013000
#   a transaction has: additional_info, counterparty_account, counterparty_name, end_to_end_id, instruction_id,
#   reason_code, tx_id
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check camt053==0.0.23

cat >see.py <<'EOF'
from textwrap import wrap

from camt053.parse.statement_parser import parse_document

OWN = 'DE89370400440532013000'


def payment(reference, amount, payee, account, text):
    return f'''<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>
      <Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>
      <RltdPties><Dbtr><Pty><Nm>Blue Lamp GmbH</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{OWN}</IBAN></Id></DbtrAcct>
      <Cdtr><Pty><Nm>{payee}</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>{account}</IBAN></Id></CdtrAcct></RltdPties>
      <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>'''


payments = payment('A', '60.00', 'Green Door SARL', 'FR1420041010050500013M02606', 'Invoice 18') + payment(
    'B', '40.00', 'Red Chair BV', 'NL91ABNA0417164300', 'Invoice 19'
)
xml = f'''<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T20:00:00</CreDtTm></GrpHdr>
  <Stmt><Id>S1</Id><CreDtTm>2026-11-02T20:00:00</CreDtTm>
  <Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Blue Lamp GmbH</Nm></Ownr></Acct>
  <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">900.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
  <Dt><Dt>2026-11-02</Dt></Dt></Bal>
  <Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
  <BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>
  <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls>{payments}</NtryDtls></Ntry>
  </Stmt></BkToCstmrStmt></Document>'''

(statement,) = parse_document(xml).statements
(entry,) = statement.entries
fields = ', '.join(sorted(vars(entry.details[0])))
seen = [
    f'statement of {statement.account.iban}, {statement.account.owner_name}',
    f'{entry.credit_debit_indicator} {entry.amount}',
    *(f'  {x.end_to_end_id}: counterparty {x.counterparty_name} {x.counterparty_account}' for x in entry.details),
    *wrap(f'a transaction has: {fields}', 116),
]
print('\n'.join(seen))

assert seen == [
    'statement of DE89370400440532013000, Blue Lamp GmbH',
    'DBIT 100.00',
    '  A: counterparty Blue Lamp GmbH DE89370400440532013000',
    '  B: counterparty Blue Lamp GmbH DE89370400440532013000',
    'a transaction has: additional_info, counterparty_account, counterparty_name, end_to_end_id, instruction_id,',
    'reason_code, tx_id',
], seen
EOF
env/bin/python see.py
