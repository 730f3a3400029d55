#!/usr/bin/env bash
# Packages and versions: ofx-br 0.1.0. For comparison ofxtools 1.1.1 (PyPI).
#
# Behaviour: an OFX file may hold the statements of several accounts, and the bank's number of an entry (FITID) tells
# the entries of one account apart. ofx-br puts the entries of all accounts into `document.transactions`, without their
# account, and its `dedupe`, `new_since` and `find_duplicates`, which its guide calls on that list, compare the FITID
# alone. A bank that numbers the entries of each account from 1 gives two payments of one day the same FITID: `dedupe`
# drops the payment to the second account, and `new_since` takes it for known once that of the first is stored.
#
# Expected: both payments. OFX 2.3, section 3.2.3: FITIDs must be unique within the scope of an account.
# https://financialdataexchange.org/common/Uploaded%20files/OFX%20files/OFX%20Banking%20Specification%20v2.3.pdf
#
# Output seen:
#   ofxtools: 10.00 INVOICE 1 on 111, 20.00 INVOICE 2 on 222
#   ofx-br, document.transactions: 10.00 INVOICE 1, 20.00 INVOICE 2
#   ofx-br, dedupe: 10.00 INVOICE 1
#   ofx-br, new_since with the first payment stored: nothing
#   ofx-br, find_duplicates: 202611300001 is 10.00 INVOICE 1 and 20.00 INVOICE 2
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check ofx-br==0.1.0 ofxtools==1.1.1

cat >see.py <<'EOF'
import io

import ofxbr
from ofxtools.Parser import OFXTree

FITID = "202611300001"
STATUS = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"


def statement(account, amount, memo):
    return f"""<STMTTRNRS><TRNUID>{account}</TRNUID>{STATUS}<STMTRS><CURDEF>EUR</CURDEF>
  <BANKACCTFROM><BANKID>10</BANKID><ACCTID>{account}</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>
  <BANKTRANLIST><DTSTART>20261130</DTSTART><DTEND>20261130</DTEND>
    <STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261130</DTPOSTED><TRNAMT>{amount}</TRNAMT>
      <FITID>{FITID}</FITID><MEMO>{memo}</MEMO></STMTTRN></BANKTRANLIST>
  <LEDGERBAL><BALAMT>{amount}</BALAMT><DTASOF>20261130</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS>"""


FILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><SIGNONMSGSRSV1><SONRS>{STATUS}<DTSERVER>20261130</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1>{statement(111, "10.00", "INVOICE 1")}{statement(222, "20.00", "INVOICE 2")}</BANKMSGSRSV1></OFX>
""".encode()

tree = OFXTree()
tree.parse(io.BytesIO(FILE))
by_ofxtools = [
    f"{entry.trnamt} {entry.memo} on {read.account.acctid}"
    for read in tree.convert().statements
    for entry in read.transactions
]
print(f"ofxtools: {', '.join(by_ofxtools)}")
assert by_ofxtools == ["10.00 INVOICE 1 on 111", "20.00 INVOICE 2 on 222"]


def named(entries):
    return [f"{entry.amount} {entry.memo}" for entry in entries]


entries = ofxbr.parse_bytes(FILE).transactions
both = ["10.00 INVOICE 1", "20.00 INVOICE 2"]
print(f"ofx-br, document.transactions: {', '.join(named(entries))}")
assert named(entries) == both

kept = named(ofxbr.dedupe(entries))
print(f"ofx-br, dedupe: {', '.join(kept)}")
assert kept == both[:1]

new = named(ofxbr.new_since(entries, {entries[0].fitid}))
print(f"ofx-br, new_since with the first payment stored: {', '.join(new) or 'nothing'}")
assert new == []

doubles = {fitid: named(group) for fitid, group in ofxbr.find_duplicates(entries).items()}
print(f"ofx-br, find_duplicates: {FITID} is {' and '.join(doubles[FITID])}")
assert doubles == {FITID: both}
EOF
python/bin/python see.py
