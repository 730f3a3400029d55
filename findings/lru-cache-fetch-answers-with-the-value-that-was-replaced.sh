#!/usr/bin/env bash
# Package and version: lru-cache 11.5.3 (npm).
#
# Behaviour: `allowStaleOnFetchRejection` is meant for a `fetchMethod` that fails. It also acts where nothing failed:
# while a refresh runs, the program sets a newer value or deletes the key. The cache aborts the refresh and counts the
# abort as a failure, so `fetch` resolves with the expired value, the one that was just replaced or deleted. The
# documentation warns of this only at another option, `allowStaleOnFetchAbort`.
#
# Expected: `fetch` resolves with the value that was set, or with what the refresh reads, or rejects, as it does
# without the option.
#
# Output seen:
#   without the option, set during the refresh: fetch rejects with "replaced", the cache has "settings 2"
#   without the option, delete during the refresh: fetch rejects with "deleted", the cache has nothing
#   with the option, set during the refresh: fetch resolves with "settings 1", the cache has "settings 2"
#   with the option, delete during the refresh: fetch resolves with "settings 1", the cache has nothing
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund lru-cache@11.5.3

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'

const seen = []
for (const allowStaleOnFetchRejection of [false, true]) {
  for (const act of ['set', 'delete']) {
    let stored = 'settings 1'
    let reading
    const cache = new LRUCache({
      max: 10,
      ttl: 20,
      allowStaleOnFetchRejection,
      fetchMethod: async () => {
        await reading
        return stored
      },
    })
    await cache.fetch('merchant')
    await wait(60)

    let finish
    reading = new Promise((resolve) => (finish = resolve))
    const fetched = cache.fetch('merchant').then(
      (value) => `resolves with "${value}"`,
      (error) => `rejects with "${error.message}"`,
    )
    stored = 'settings 2'
    if (act === 'set') cache.set('merchant', 'settings 2', { ttl: 60_000 })
    else cache.delete('merchant')
    finish()

    const end = await fetched
    const has = cache.get('merchant')
    seen.push(
      `${allowStaleOnFetchRejection ? 'with' : 'without'} the option, ${act} during the refresh: ` +
        `fetch ${end}, the cache has ${has === undefined ? 'nothing' : `"${has}"`}`,
    )
    console.log(seen.at(-1))
  }
}

assert.deepEqual(seen, [
  'without the option, set during the refresh: fetch rejects with "replaced", the cache has "settings 2"',
  'without the option, delete during the refresh: fetch rejects with "deleted", the cache has nothing',
  'with the option, set during the refresh: fetch resolves with "settings 1", the cache has "settings 2"',
  'with the option, delete during the refresh: fetch resolves with "settings 1", the cache has nothing',
])
EOF
node see.mjs
