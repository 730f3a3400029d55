#!/usr/bin/env bash
# Packages and versions: node 20.19.0 (ICU 76.1) and node 20.20.2 (ICU 78.2), both from npm (about 50 MB each).
#
# Behaviour: `Intl.NumberFormat` with a currency writes 12.50 forints as HUF 12.50 in the older Node.js and as HUF 13 in
# the newer one, within the same long-term line. Nothing of the program changes: the number of decimals comes with the
# data of ICU, which took them off HUF, COP, IDR and PKR (CLDR-11586), and gave them to RSD. Lines of 12.50 and 12.50
# are then printed as 13 and 13 with a total of 25, and the e-invoice beside the PDF still says 12.50.
#
# Expected: a minor update of the runtime leaves printed amounts alone, and a currency has the decimals of ISO 4217,
# which are two for each of these five.
#
# Output seen:
#   node 20.19.0: HUF 12.50 + HUF 12.50 = HUF 25.00; decimals COP 2, HUF 2, IDR 2, PKR 2, RSD 0
#   node 20.20.2: HUF 13 + HUF 13 = HUF 25; decimals COP 0, HUF 0, IDR 0, PKR 0, RSD 2
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >see.cjs <<'EOF'
const formatOf = (currency) => new Intl.NumberFormat('en', { style: 'currency', currency })
const print = (amount) => formatOf('HUF').format(amount).replace(/\s/gu, ' ')
const decimals = ['COP', 'HUF', 'IDR', 'PKR', 'RSD']
  .map((currency) => `${currency} ${formatOf(currency).resolvedOptions().maximumFractionDigits}`)
  .join(', ')
const version = process.versions.node
console.log(`node ${version}: ${print(12.5)} + ${print(12.5)} = ${print(25)}; decimals ${decimals}`)
EOF
for version in 20.19.0 20.20.2; do
  mkdir "$version"
  (cd "$version" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund "node@$version")
  "$version/node_modules/.bin/node" see.cjs | tee -a seen
done
cat >expected <<'EOF'
node 20.19.0: HUF 12.50 + HUF 12.50 = HUF 25.00; decimals COP 2, HUF 2, IDR 2, PKR 2, RSD 0
node 20.20.2: HUF 13 + HUF 13 = HUF 25; decimals COP 0, HUF 0, IDR 0, PKR 0, RSD 2
EOF
diff expected seen
