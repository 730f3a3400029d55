#!/usr/bin/env bash
# Package and version: github.com/govalues/money 0.2.4 (Go). For comparison github.com/bojanz/currency 1.5.1 and
# github.com/Rhymond/go-money 1.0.15 (Go).
#
# Behaviour: the package takes the decimals of a currency from a table of its own, in which the Icelandic króna has two.
# 1500 krónur are 150000 minor units and are written as 1500.00, and a third of 100 krónur is 33.33. What is handed to
# an interface that counts in the minor units of ISO 4217 is a hundred times too much. The other currencies without
# decimals, such as JPY, are right.
#
# Expected: no decimals. ISO 4217, list one: ISK has the minor unit 0.
#
# Output seen:
#   govalues: 1500 krónur are ISK 1500.00, 150000 minor units; 1500 yen are 1500 minor units
#   bojanz: ISK has 0 decimals
#   go-money: ISK has 0 decimals
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >go.mod <<'EOF'
module see

go 1.22

require (
	github.com/Rhymond/go-money v1.0.15
	github.com/bojanz/currency v1.5.1
	github.com/govalues/money v0.2.4
)
EOF
cat >main.go <<'EOF'
package main

import (
	"fmt"
	"os"

	gomoney "github.com/Rhymond/go-money"
	bojanz "github.com/bojanz/currency"
	"github.com/govalues/money"
)

func main() {
	kronur := money.MustParseAmount("ISK", "1500")
	yen := money.MustParseAmount("JPY", "1500")
	inKronur, ok := kronur.MinorUnits()
	inYen, okYen := yen.MinorUnits()
	if !ok || !okYen {
		panic("no minor units")
	}
	fmt.Printf("govalues: 1500 krónur are %v, %d minor units; 1500 yen are %d minor units\n", kronur, inKronur, inYen)

	digits, _ := bojanz.GetDigits("ISK")
	fmt.Printf("bojanz: ISK has %d decimals\n", digits)
	fraction := gomoney.GetCurrency("ISK").Fraction
	fmt.Printf("go-money: ISK has %d decimals\n", fraction)
	if inKronur != 150000 || inYen != 1500 || digits != 0 || fraction != 0 {
		os.Exit(1)
	}
}
EOF
go mod tidy >log 2>&1 || { cat log >&2; exit 1; }
go run .
