#!/usr/bin/env bash
# Packages and versions: dkimpy 1.1.8 (PyPI); dkim-signer 0.2.2 (npm). For comparison nodemailer 10.6.1 (npm).
#
# Behaviour: a mail with List-Unsubscribe and List-Unsubscribe-Post offers a button that unsubscribes with one click.
# A signer that is not told which headers to sign takes those that RFC 6376 recommends. That list is of 2011, so it has
# List-Unsubscribe and not List-Unsubscribe-Post. The signature is valid, the mail arrives, and a receiver that keeps to
# the rule shows no button. nodemailer has a list of its own, with both.
#
# Expected: both are signed. RFC 8058, section 4: both headers must be covered by the signature and be in its tag "h=".
#
# Output seen:
#   dkimpy: list-unsubscribe
#   dkim-signer: list-unsubscribe
#   nodemailer: list-unsubscribe, list-unsubscribe-post
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dkim-signer@0.2.2 nodemailer@10.6.1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check dkimpy==1.1.8
node -e "
const { generateKeyPairSync } = require('node:crypto')
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
require('node:fs').writeFileSync('key.pem', privateKey.export({ type: 'pkcs1', format: 'pem' }))"

cat >see.py <<'EOF'
import re

import dkim

message = b"""From: Example <billing@example.com>\r
To: <reader@example.org>\r
Subject: News\r
Date: Mon, 02 Nov 2026 10:00:00 +0000\r
Message-ID: <1@example.com>\r
List-Unsubscribe: <https://example.com/unsubscribe/1>\r
List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
\r
Hello\r
"""
open("mail.eml", "wb").write(message)
key = open("key.pem", "rb").read()

signature = dkim.sign(message, b"key", b"example.com", key)
fields = re.sub(rb"\s", b"", re.search(rb"[;\s]h=([^;]*)", signature)[1]).decode().lower().split(":")
seen = sorted({field for field in fields if field.startswith("list-")})
print(f"dkimpy: {', '.join(seen)}")
assert seen == ["list-unsubscribe"]
EOF
python/bin/python see.py

cat >see.cjs <<'EOF'
const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const { DKIMSign } = require('dkim-signer')
const nodemailer = require('nodemailer')

const privateKey = readFileSync('key.pem', 'utf8')
const domain = { domainName: 'example.com', keySelector: 'key', privateKey }
const show = (name, signature) => {
  const fields = /[;\s]h=([^;]*)/.exec(signature)[1].replaceAll(/\s/g, '').toLowerCase().split(':')
  const seen = [...new Set(fields.filter((field) => field.startsWith('list-')))].sort()
  console.log(`${name}: ${seen.join(', ')}`)
  return seen
}
const main = async () => {
  const both = ['list-unsubscribe', 'list-unsubscribe-post']
  assert.deepEqual(show('dkim-signer', DKIMSign(readFileSync('mail.eml', 'utf8'), domain)), both.slice(0, 1))
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, dkim: domain })
  const { message } = await transport.sendMail({
    from: 'billing@example.com',
    to: 'reader@example.org',
    text: 'Hello',
    headers: {
      'List-Unsubscribe': '<https://example.com/unsubscribe/1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  })
  assert.deepEqual(show('nodemailer', message.toString().split(/\r?\n(?!\s)/)[0]), both)
}
main()
EOF
node see.cjs
