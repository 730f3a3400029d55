#!/usr/bin/env bash
# Package and version: date-fns 4.4.0 (npm).
#
# Behaviour: an invoice is due on Saturday, 5 December 2026, and is to be reminded three business days later.
# `addBusinessDays` counts Monday as the first, so it gives Wednesday. `differenceInBusinessDays` of that Wednesday and
# the due date is 2, and becomes 3 on Thursday: the program that asks "is it three days yet?" reminds a day after the
# one that computes the day. It also depends on the order: from Saturday to Monday it is 0 one way and -1 the other, so
# that swapping the dates changes more than the sign. From a due date on a weekday all of it agrees.
#
# Expected: the difference to the day that `addBusinessDays` gives is the number that was added, and swapped dates give
# the same number with the other sign, as `addDays` and `differenceInCalendarDays` do
# (https://date-fns.org/docs/differenceInBusinessDays says nothing else).
#
# Output seen on 2026-11-30:
#   due Fri 4: +1 is Mon 7, difference 1, swapped -1
#   due Fri 4: +3 is Wed 9, difference 3, swapped -3
#   due Sat 5: +1 is Mon 7, difference 0, swapped -1
#   due Sat 5: +3 is Wed 9, difference 2, swapped -3
#   due Sun 6: +1 is Mon 7, difference 0, swapped -1
#   due Sun 6: +3 is Wed 9, difference 2, swapped -3
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund date-fns@4.4.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { addBusinessDays, differenceInBusinessDays, format } from 'date-fns'

const seen = []
for (const day of [4, 5, 6]) {
  const due = new Date(2026, 11, day)
  for (const days of [1, 3]) {
    const later = addBusinessDays(due, days)
    const [difference, swapped] = [differenceInBusinessDays(later, due), differenceInBusinessDays(due, later)]
    const [from, to] = [format(due, 'EEE d'), format(later, 'EEE d')]
    seen.push(`due ${from}: +${days} is ${to}, difference ${difference}, swapped ${swapped}`)
    console.log(seen.at(-1))
  }
}

assert.deepEqual(seen, [
  'due Fri 4: +1 is Mon 7, difference 1, swapped -1',
  'due Fri 4: +3 is Wed 9, difference 3, swapped -3',
  'due Sat 5: +1 is Mon 7, difference 0, swapped -1',
  'due Sat 5: +3 is Wed 9, difference 2, swapped -3',
  'due Sun 6: +1 is Mon 7, difference 0, swapped -1',
  'due Sun 6: +3 is Wed 9, difference 2, swapped -3',
])
EOF
node see.mjs
