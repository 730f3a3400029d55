#!/usr/bin/env bash
# Package and version: bankstatementparser 0.0.29 (PyPI).
#
# Behaviour: `Deduplicator.deduplicate` finds transactions that came from more than one file, such as the statement of
# the day and that of the week. A payment of 119.00 that stands in both, with the same bank reference, is recognised,
# and is then in `exact_duplicates` alone: `unique_transactions` does not have it once, it does not have it at all.
# Whoever books the unique ones misses the payment, and the paid invoice is reminded. `dedupe_by_hash` of the same
# class, called for one file after the other, keeps the first.
#
# Expected: each payment once, so that the unique transactions add up to what moved on the account. What makes two
# booked entries one is the bank's own reference (ISO 20022, camt.053, AcctSvcrRef:
# https://www.iso20022.org/iso-20022-message-definitions).
#
# Output seen on 2026-11-30:
#   the account got 169.00
#   deduplicate: Invoice 18, 50.00 in all
#   dedupe_by_hash: Invoice 17, Invoice 18, 169.00 in all
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check bankstatementparser==0.0.29

cat >see.py <<'EOF'
from bankstatementparser import CamtParser, Deduplicator


def entry(bank, amount, text):
    return f'''<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>
      <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
      <NtryDtls><TxDtls><Refs><AcctSvcrRef>{bank}</AcctSvcrRef></Refs>
      <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>'''


def read(number, entries):
    xml = f'''<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
      <GrpHdr><MsgId>{number}</MsgId><CreDtTm>2026-11-02T20:00:00</CreDtTm></GrpHdr>
      <Stmt><Id>{number}</Id><CreDtTm>2026-11-02T20:00:00</CreDtTm>
      <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
      <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">900.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
      <Dt><Dt>2026-11-02</Dt></Dt></Bal>{entries}</Stmt></BkToCstmrStmt></Document>'''
    return CamtParser.from_string(xml).get_transactions().to_dict('records')


first = entry('BANK-1', '119.00', 'Invoice 17')
second = entry('BANK-2', '50.00', 'Invoice 18')
day, week = read('DAY', first), read('WEEK', first + second)


def describe(name, transactions):
    texts = ', '.join(one.description or one.reference for one in transactions)
    return f'{name}: {texts}, {sum(one.amount for one in transactions)} in all'


deduplicator = Deduplicator()
known = set()
first_seen = [one for file in (day, week) for one in deduplicator.dedupe_by_hash(file, seen_hashes=known)[0]]
seen = [
    'the account got 169.00',
    describe('deduplicate', deduplicator.deduplicate(day + week).unique_transactions),
    describe('dedupe_by_hash', first_seen),
]
print('\n'.join(seen))

assert seen == [
    'the account got 169.00',
    'deduplicate: Invoice 18, 50.00 in all',
    'dedupe_by_hash: Invoice 17, Invoice 18, 169.00 in all',
], seen
EOF
env/bin/python see.py
