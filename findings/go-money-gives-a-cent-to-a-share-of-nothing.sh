#!/usr/bin/env bash
# Package and version: github.com/Rhymond/go-money 1.0.15 (Go).
#
# Behaviour: `Allocate` splits an amount by ratios without losing a cent. What is left over goes to the parties in their
# order, whatever their ratios are, so a party with the ratio 0 gets a cent if it stands first. A payment is divided
# among invoices by what is still owed: the invoice that is paid already gets money. A refund takes a cent from a line
# that has nothing.
#
# Expected: who has no share gets nothing, and the cents that are left go to those with a share. What is documented is
# that the leftover goes round the parties, in the section on ratios.
#
# Output seen:
#   1.01 EUR by 0, 50, 50: 1 50 50 cents
#   -1.01 EUR by 0, 50, 50: -1 -50 -50 cents
#   0.05 EUR by 50, 50, 0: 3 2 0 cents
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
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
	cases := []struct {
		cents  int64
		ratios []int
		seen   string
	}{
		{101, []int{0, 50, 50}, "[1 50 50]"},
		{-101, []int{0, 50, 50}, "[-1 -50 -50]"},
		{5, []int{50, 50, 0}, "[3 2 0]"},
	}
	changed := false
	for _, c := range cases {
		parts, err := money.New(c.cents, money.EUR).Allocate(c.ratios...)
		if err != nil {
			panic(err)
		}
		amounts := []int64{}
		for _, part := range parts {
			amounts = append(amounts, part.Amount())
		}
		seen := fmt.Sprint(amounts)
		fmt.Printf("%.2f EUR by %d, %d, %d: %s cents\n", float64(c.cents)/100, c.ratios[0], c.ratios[1], c.ratios[2], seen[1:len(seen)-1])
		changed = changed || seen != c.seen
	}
	if changed {
		os.Exit(1)
	}
}
EOF
go mod tidy >log 2>&1 || { cat log >&2; exit 1; }
go run .
