#!/usr/bin/env bash
# Package and version: async-mutex 0.5.0 (npm).
#
# Behaviour: `withTimeout(semaphore, ms)` rejects an acquisition that waited too long, but leaves it in the queue. With
# weights, a large request that timed out stays first in line, and every later request times out behind it, also one
# that fits into what is free. `isLocked()` is false and `getValue()` says 6 meanwhile. The queue moves again only when
# so much is released that the request would have fitted.
#
# Expected: a request that gave up leaves the queue, and a request for 1 of 6 free is granted at once.
#
# Output seen:
#   10 in all, 4 taken: 6 free
#   a request for 8: timed out
#   free 6, locked false
#   a request for 1: timed out
#   a request for 1, a second later: timed out
#   a request for 1, after the release: granted
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund async-mutex@0.5.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { E_TIMEOUT, Semaphore, withTimeout } from 'async-mutex'

const calls = withTimeout(new Semaphore(10), 200)
const ask = (weight) =>
  calls.acquire(weight).then(
    () => 'granted',
    (error) => (error === E_TIMEOUT ? 'timed out' : error.message),
  )
const seen = []
const say = (line) => {
  console.log(line)
  seen.push(line)
}

const [, release] = await calls.acquire(4)
say(`10 in all, 4 taken: ${calls.getValue()} free`)
say(`a request for 8: ${await ask(8)}`)
say(`free ${calls.getValue()}, locked ${calls.isLocked()}`)
say(`a request for 1: ${await ask(1)}`)
await wait(1000)
say(`a request for 1, a second later: ${await ask(1)}`)
release()
say(`a request for 1, after the release: ${await ask(1)}`)

assert.deepEqual(seen, [
  '10 in all, 4 taken: 6 free',
  'a request for 8: timed out',
  'free 6, locked false',
  'a request for 1: timed out',
  'a request for 1, a second later: timed out',
  'a request for 1, after the release: granted',
])
EOF
node see.mjs
