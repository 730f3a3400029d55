#!/usr/bin/env bash
# Package and version: valibot 1.5.0 (npm).
#
# Behaviour: a check over an object (`check`, `partialCheck`) runs although a field that it reads failed its own
# check. It is skipped only if the field has the wrong type, or if a transformation follows the failed check. So the
# callback gets values that the schema refuses, and what it throws leaves `safeParse`.
#
# Expected: the check waits until its fields are valid, and `safeParse` answers with issues. A request body with a bad
# amount is then a 400, not a 500.
#
# Output seen:
#   check, amounts as text: the callback got "12.50", safeParse threw SyntaxError
#   partialCheck, amounts as text: the callback got "12.50", safeParse threw SyntaxError
#   partialCheck, amounts made bigint: the callback was not called, 1 issue
#   partialCheck, abortPipeEarly: the callback was not called, 1 issue
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund valibot@1.5.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import * as v from 'valibot'

const text = v.pipe(v.string(), v.digits())
const bigint = v.pipe(v.string(), v.digits(), v.transform(BigInt))

let got
const refundFits = (input) => {
  got = input.refund
  return BigInt(input.refund) <= BigInt(input.paid)
}
const whole = (amount) => v.pipe(v.object({ paid: amount, refund: amount }), v.check(refundFits, 'too much'))
const partly = (amount) =>
  v.pipe(v.object({ paid: amount, refund: amount }), v.partialCheck([['paid'], ['refund']], refundFits, 'too much'))

const seen = []
for (const [name, schema, config] of [
  ['check, amounts as text', whole(text)],
  ['partialCheck, amounts as text', partly(text)],
  ['partialCheck, amounts made bigint', partly(bigint)],
  ['partialCheck, abortPipeEarly', partly(text), { abortPipeEarly: true }],
]) {
  got = undefined
  let end
  try {
    const { issues } = v.safeParse(schema, { paid: '2000', refund: '12.50' }, config)
    end = `${issues.length} issue${issues.length === 1 ? '' : 's'}`
  } catch (error) {
    end = `safeParse threw ${error.name}`
  }
  const called = got === undefined ? 'was not called' : `got ${JSON.stringify(got)}`
  seen.push(`${name}: the callback ${called}, ${end}`)
  console.log(seen.at(-1))
}

assert.deepEqual(seen, [
  'check, amounts as text: the callback got "12.50", safeParse threw SyntaxError',
  'partialCheck, amounts as text: the callback got "12.50", safeParse threw SyntaxError',
  'partialCheck, amounts made bigint: the callback was not called, 1 issue',
  'partialCheck, abortPipeEarly: the callback was not called, 1 issue',
])
EOF
node see.mjs
