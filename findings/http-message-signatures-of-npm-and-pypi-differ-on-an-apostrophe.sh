#!/usr/bin/env bash
# Packages and versions: http-message-signatures 1.0.6 (npm) and http-message-signatures 3.0.0 (PyPI), two packages of
# one name that both implement RFC 9421.
#
# Behaviour: a signature can cover one parameter of the query. The npm package signs its value as encodeURIComponent
# writes it, which leaves the characters ' ( ) ! and ~ as they are. The PyPI package encodes them. So a request for
# ?name=Smith is accepted, and one for ?name=O'Brien is refused as if it were forged. Each package accepts its own.
#
# Expected: the encoded form. RFC 9421, section 2.2.8: the value is decoded and encoded again as in the serializing of
# application/x-www-form-urlencoded, which encodes these five (URLSearchParams of Node.js does: name=O%27Brien).
#
# Output seen:
#   signed by npm, read by PyPI: ?name=Smith is accepted
#   signed by npm, read by PyPI: ?name=O'Brien is refused
#   signed by npm, read by PyPI: ?name=Brien%20(Cork) is refused
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund http-message-signatures@1.0.6
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check http-message-signatures==3.0.0

cat >sign.mjs <<'EOF'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { httpbis } from 'http-message-signatures'

assert.equal(new URLSearchParams({ name: "O'Brien (!~)" }).toString(), 'name=O%27Brien+%28%21%7E%29')
const key = {
  id: 'key-1',
  alg: 'hmac-sha256',
  sign: async (data) => createHmac('sha256', 'a secret of this test').update(data).digest(),
}
const requests = await Promise.all(
  ['?name=Smith', "?name=O'Brien", '?name=Brien%20(Cork)'].map(async (query) => {
    const request = { method: 'GET', url: `https://example.com/payers${query}`, headers: {} }
    const fields = ['@method', '@query-param;name="name"']
    const { headers } = await httpbis.signMessage({ key, fields, params: ['created', 'keyid', 'alg'] }, request)
    return { ...request, query, headers }
  }),
)
console.log(JSON.stringify(requests))
EOF
node sign.mjs >requests.json

cat >read.py <<'EOF'
import json
from types import SimpleNamespace

from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, InvalidSignature, algorithms


class Keys(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id):
        return b"a secret of this test"

    resolve_private_key = resolve_public_key


seen = []
for request in json.load(open("requests.json")):
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.HMAC_SHA256, key_resolver=Keys())
    try:
        verifier.verify(SimpleNamespace(**request))
        result = "accepted"
    except InvalidSignature:
        result = "refused"
    print(f"signed by npm, read by PyPI: {request['query']} is {result}")
    seen.append(result)
assert seen == ["accepted", "refused", "refused"]
EOF
python/bin/python read.py
