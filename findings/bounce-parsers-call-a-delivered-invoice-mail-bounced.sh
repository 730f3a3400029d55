#!/usr/bin/env bash
# Packages and versions: email-bounce-parser 1.0.22 and baunsu 0.2.3 (npm). For comparison flufl.bounce 6.0.0 (PyPI).
#
# Behaviour: a mail server answers with one form of report for a mail that failed, that waits and that arrived (the
# sender asked for it with NOTIFY=SUCCESS). Both packages answer "bounced" to all three: also to Action: delivered with
# Status: 2.0.0, which they read and return beside that answer. Of a report on two addresses, email-bounce-parser
# returns one address, with the code of the first (550 5.1.1) and the cause of the second (mailbox_full). So an address
# that took the invoice is barred from reminders, and one that refused it is not.
#
# Expected: no bounce for delivered, a temporary one for delayed, both addresses for two. RFC 3464, 2.3.3: "delivered"
# means delivered to the recipient, "delayed" that the server goes on trying; 2.3: a report has a group of fields for
# each recipient (https://www.rfc-editor.org/rfc/rfc3464#section-2.3.3).
#
# Output seen:
#   delivered: flufl.bounce failed [] delayed []
#   delivered: baunsu bounced true with status 2.0.0, email-bounce-parser bounce true with code 2.0.0
#   delayed: flufl.bounce failed [] delayed [anna@example.net]
#   delayed: baunsu bounced true with status 4.4.1, email-bounce-parser bounce true, temporary false
#   two failed: flufl.bounce failed [anna@example.net bert@example.net] delayed []
#   two failed: email-bounce-parser anna@example.net 5.1.1 mailbox_full
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund email-bounce-parser@1.0.22 baunsu@0.2.3
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check flufl.bounce==6.0.0

cat >reports.py <<'EOF'
import json
from email import message_from_string

from flufl.bounce import all_failures

HOST = "mail.example.net[192.0.2.1]"


def report(text, *recipients):
    groups = "\n".join(
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n" for to, action, status in recipients
    )
    text = f"This is the mail system at host mx.example.org.\n\n{text}"
    mail = f"""From: MAILER-DAEMON@mx.example.org
To: bills@example.org
Subject: Delivery Status Notification
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

{text}
--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

{groups}
--part
Content-Type: text/rfc822-headers

From: bills@example.org
To: anna@example.net
Subject: Your invoice

--part--
"""
    return {"text": text, "mail": mail}


reports = {
    "delivered": report(
        f"""Your mail was delivered to the addresses listed below.

                   The mail system

<anna@example.net>: delivery via {HOST}:25: 250 2.0.0 Ok: queued
""",
        ("anna@example.net", "delivered", "2.0.0"),
    ),
    "delayed": report(
        f"""Your mail is not delivered yet. It will be tried again for 5 days.

                   The mail system

<anna@example.net>: connect to {HOST}:25: Connection timed out
""",
        ("anna@example.net", "delayed", "4.4.1"),
    ),
    "two failed": report(
        f"""Your mail could not be delivered to the addresses listed below.

                   The mail system

<anna@example.net>: host {HOST} said: 550 5.1.1
    User unknown (in reply to RCPT TO command)

<bert@example.net>: host {HOST} said: 552 5.2.2
    Mailbox full (in reply to RCPT TO command)
""",
        ("anna@example.net", "failed", "5.1.1"),
        ("bert@example.net", "failed", "5.2.2"),
    ),
}
for name, one in reports.items():
    sides = all_failures(message_from_string(one["mail"]))
    delayed, failed = (" ".join(sorted(address.decode() for address in side)) for side in sides)
    one["flufl"] = f"failed [{failed}] delayed [{delayed}]"
with open("reports.json", "w") as file:
    json.dump(reports, file)
EOF
python/bin/python reports.py

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import Baunsu from 'baunsu'
import BounceParser from 'email-bounce-parser'

const reports = JSON.parse(readFileSync('reports.json', 'utf8'))
const read = (name) => {
  const { bounced, status } = new Baunsu().detectSync(reports[name].mail)
  const { bounce, data } = new BounceParser().read(reports[name].text)
  return { flufl: reports[name].flufl, baunsu: { bounced, code: status.code }, bounce, ...data }
}

const delivered = read('delivered')
console.log(`delivered: flufl.bounce ${delivered.flufl}`)
console.log(
  `delivered: baunsu bounced ${delivered.baunsu.bounced} with status ${delivered.baunsu.code}, ` +
    `email-bounce-parser bounce ${delivered.bounce} with code ${delivered.error.code.enhanced}`
)
assert.equal(delivered.flufl, 'failed [] delayed []')
assert.deepEqual(delivered.baunsu, { bounced: true, code: '2.0.0' })
assert.deepEqual([delivered.bounce, delivered.error.code.enhanced], [true, '2.0.0'])

const delayed = read('delayed')
console.log(`delayed: flufl.bounce ${delayed.flufl}`)
console.log(
  `delayed: baunsu bounced ${delayed.baunsu.bounced} with status ${delayed.baunsu.code}, ` +
    `email-bounce-parser bounce ${delayed.bounce}, temporary ${delayed.error.temporary}`
)
assert.equal(delayed.flufl, 'failed [] delayed [anna@example.net]')
assert.deepEqual(delayed.baunsu, { bounced: true, code: '4.4.1' })
assert.deepEqual([delayed.bounce, delayed.error.temporary], [true, false])

const two = read('two failed')
const { code, data: cause } = two.error
console.log(`two failed: flufl.bounce ${two.flufl}`)
console.log(`two failed: email-bounce-parser ${two.recipient} ${code.enhanced} ${cause.type}`)
assert.equal(two.flufl, 'failed [anna@example.net bert@example.net] delayed []')
assert.deepEqual([two.recipient, code.enhanced, cause.type], ['anna@example.net', '5.1.1', 'mailbox_full'])
EOF
node see.mjs
