#!/usr/bin/env bash
# Packages and versions: @node-idempotency/nestjs 1.0.4 with its core 1.0.7 (npm), in NestJS 10.4.22.
#
# Behaviour: the plugin keeps the answer to a request with an Idempotency-Key and gives it again to a retry. A method
# that returns nothing, as for 204, is kept without a body; on the retry the plugin takes the missing body for a kept
# error, finds none, and answers 500. The header idempotent-replayed: true says that this was the first answer. The work
# is not done twice, but a client whose first answer was lost learns that its payment failed, and may pay again with a
# new key. A body of null and a JSON body are given again with their status.
#
# Expected: 204 to both. draft-ietf-httpapi-idempotency-key-header, 2.6: for a retry after the original request has
# completed, the resource should respond with the result of that operation, success or error
# (https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header).
#
# Output seen:
#   json: first 201 {"paid":true}, retry 201 {"paid":true} (replayed true), done 1 time
#   null: first 201 , retry 201  (replayed true), done 1 time
#   nothing: first 204 , retry 500 {"message":"Internal Server Error","statusCode":500} (replayed true), done 1 time
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @node-idempotency/nestjs@1.0.4 @node-idempotency/core@1.0.7 \
  @node-idempotency/storage-adapter-memory@1.0.2 @nestjs/common@10.4.22 @nestjs/core@10.4.22 \
  @nestjs/platform-express@10.4.22 reflect-metadata@0.2.2 rxjs@7.8.2

cat >see.cjs <<'EOF'
require('reflect-metadata')
const assert = require('node:assert/strict')
const { Controller, HttpCode, Module, Post, UseInterceptors } = require('@nestjs/common')
const { NestFactory } = require('@nestjs/core')
const { NodeIdempotencyInterceptor, NodeIdempotencyModule } = require('@node-idempotency/nestjs')

const done = { json: 0, null: 0, nothing: 0 }
class Payments {
  json() {
    done.json++
    return { paid: true }
  }
  null() {
    done.null++
    return null
  }
  nothing() {
    done.nothing++
  }
}
for (const name of Object.keys(done)) {
  const method = Object.getOwnPropertyDescriptor(Payments.prototype, name)
  Post(name)(Payments.prototype, name, method)
  HttpCode(name === 'nothing' ? 204 : 201)(Payments.prototype, name, method)
}
UseInterceptors(NodeIdempotencyInterceptor)(Payments)
Controller()(Payments)

class App {}
Module({
  controllers: [Payments],
  imports: [NodeIdempotencyModule.forRootAsync({ storage: { adapter: 'memory' } })],
})(App)

const see = async () => {
  const app = await NestFactory.create(App, { logger: false })
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  const statuses = {}
  for (const name of Object.keys(done)) {
    const ask = async () => {
      const answer = await fetch(`${url}/${name}`, { method: 'POST', headers: { 'Idempotency-Key': `key-${name}` } })
      return { status: answer.status, body: await answer.text(), replayed: answer.headers.get('idempotent-replayed') }
    }
    const first = await ask()
    const retry = await ask()
    console.log(
      `${name}: first ${first.status} ${first.body}, retry ${retry.status} ${retry.body} ` +
        `(replayed ${retry.replayed}), done ${done[name]} time`
    )
    statuses[name] = [first.status, retry.status, retry.replayed]
  }
  await app.close()
  assert.deepEqual(done, { json: 1, null: 1, nothing: 1 })
  assert.deepEqual(statuses, { json: [201, 201, 'true'], null: [201, 201, 'true'], nothing: [204, 500, 'true'] })
}
see()
EOF
node see.cjs
