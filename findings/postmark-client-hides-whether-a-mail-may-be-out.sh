#!/usr/bin/env bash
# Package and version: postmark 5.1.0 (npm), on Node's own fetch.
#
# Behaviour: after a failed send, one question matters: may the mail be out? The client gives the same error, with code
# 0, status 0 and no cause, if nobody listens (not sent) and if the server closed after it read the mail (maybe sent).
# An answer that breaks off is no PostmarkError at all. A 200 that is not the API's answer, as a proxy gives it, or
# is empty, resolves as a success: without MessageID and without ErrorCode.
#
# Expected: the error keeps the cause (ECONNREFUSED or a closed socket), each failure is a PostmarkError, and a 200
# that is not JSON is an error.
#
# Output seen:
#   nobody listens: PostmarkError "fetch failed", code 0, status 0, cause none
#   closed after reading: PostmarkError "fetch failed", code 0, status 0, cause none
#   answer breaks off: TypeError "terminated", not a PostmarkError
#   200 with a page: resolved with "<html>Welcome</html>"
#   200 and empty: resolved with {}
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund postmark@5.1.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { Errors, ServerClient } from 'postmark'

const mail = { From: 'billing@example.com', To: 'payer@example.com', Subject: 'Invoice 17', TextBody: 'Please pay.' }
const answers = {
  'nobody listens': undefined,
  'closed after reading': (request) => request.socket.destroy(),
  'answer breaks off': (request, response) => {
    response.writeHead(200, { 'content-length': '500' })
    response.write('{"ErrorCode":0,')
    setTimeout(() => request.socket.destroy(), 100)
  },
  '200 with a page': (_request, response) => response.end('<html>Welcome</html>'),
  '200 and empty': (_request, response) => response.end(),
}

const seen = []
for (const [name, answer] of Object.entries(answers)) {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(request, response))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  if (answer === undefined) await new Promise((resolve) => server.close(resolve))

  const client = new ServerClient('token', { useHttps: false, requestHost: `127.0.0.1:${port}`, timeout: 20 })
  const end = await client.sendEmail(mail).then(
    (result) => `resolved with ${JSON.stringify(result)}`,
    (error) =>
      error instanceof Errors.PostmarkError
        ? `${error.name} "${error.message}", code ${error.code}, status ${error.statusCode}, cause ${error.cause ?? 'none'}`
        : `${error.name} "${error.message}", not a PostmarkError`,
  )
  seen.push(`${name}: ${end}`)
  console.log(seen.at(-1))
  server.closeAllConnections()
  server.close()
}

assert.deepEqual(seen, [
  'nobody listens: PostmarkError "fetch failed", code 0, status 0, cause none',
  'closed after reading: PostmarkError "fetch failed", code 0, status 0, cause none',
  'answer breaks off: TypeError "terminated", not a PostmarkError',
  '200 with a page: resolved with "<html>Welcome</html>"',
  '200 and empty: resolved with {}',
])
EOF
node see.mjs
