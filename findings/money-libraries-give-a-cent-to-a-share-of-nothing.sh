#!/usr/bin/env bash
# Packages and versions: github.com/Rhymond/go-money 1.0.15 (Go); ts-money 0.4.8, js-money 0.6.3 (npm). For comparison
# dinero.js 2.0.2 (npm).
#
# Behaviour: `allocate` splits an amount by ratios without losing a cent. What is left over goes to the parties in their
# order, whatever their ratios are, so a party with the ratio 0 gets a cent if it stands first. A payment is divided
# among invoices by what is still owed: the invoice that is paid already gets money. A refund takes a cent from a line
# that has nothing.
#
# Expected: who has no share gets nothing, and the cents that are left go to those with a share, as in dinero.js.
#
# Output seen:
#   ts-money: 101 cents by 0, 50, 50 are 1, 50, 50
#   js-money: 101 cents by 0, 50, 50 are 1, 50, 50
#   dinero.js: 101 cents by 0, 50, 50 are 0, 51, 50
#   go-money: 101 cents by 0, 50, 50 are 1, 50, 50
#   go-money: -101 cents by 0, 50, 50 are -1, -50, -50
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ts-money@0.4.8 js-money@0.6.3 dinero.js@2.0.2

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { allocate, dinero, toSnapshot } from 'dinero.js'
import { EUR } from 'dinero.js/currencies'
import JsMoney from 'js-money'
import { Money as TsMoney } from 'ts-money'

const ratios = [0, 50, 50]
const amounts = {
  'ts-money': new TsMoney(101, 'EUR').allocate(ratios).map(({ amount }) => amount),
  'js-money': new JsMoney(101, 'EUR').allocate(ratios).map(({ amount }) => amount),
  'dinero.js': allocate(dinero({ amount: 101, currency: EUR }), ratios).map((part) => toSnapshot(part).amount),
}
for (const [name, parts] of Object.entries(amounts))
  console.log(`${name}: 101 cents by ${ratios.join(', ')} are ${parts.join(', ')}`)
assert.deepEqual(Object.values(amounts), [
  [1, 50, 50],
  [1, 50, 50],
  [0, 51, 50],
])
EOF
node see.mjs

cat >go.mod <<'EOF'
module see

go 1.22

require github.com/Rhymond/go-money v1.0.15
EOF
cat >main.go <<'EOF'
package main

import (
	"fmt"
	"os"

	"github.com/Rhymond/go-money"
)

func main() {
	changed := false
	for _, sign := range []int64{1, -1} {
		cents := 101 * sign
		parts, err := money.New(cents, money.EUR).Allocate(0, 50, 50)
		if err != nil {
			panic(err)
		}
		a, b, c := parts[0].Amount(), parts[1].Amount(), parts[2].Amount()
		fmt.Printf("go-money: %d cents by 0, 50, 50 are %d, %d, %d\n", cents, a, b, c)
		changed = changed || a != sign || b != 50*sign || c != 50*sign
	}
	if changed {
		os.Exit(1)
	}
}
EOF
go mod tidy >log 2>&1 || { cat log >&2; exit 1; }
go run .
