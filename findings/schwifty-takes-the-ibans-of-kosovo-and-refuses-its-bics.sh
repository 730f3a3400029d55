#!/usr/bin/env bash
# Packages and versions: schwifty 2026.10.1. For comparison python-stdnum 2.2 (PyPI).
#
# Behaviour: the country in a BIC is looked up in the list of ISO 3166-1, in which Kosovo is not. So every BIC of a bank
# there, with XK at its fifth and sixth place, is an invalid country code, while an IBAN with XK is valid. A payer in
# Kosovo who gives both gets an error for the one that is right, and `IBAN(...).country` is None.
#
# Expected: XK is taken in both. The IBAN registry has XK, and SWIFT gives BICs with XK to the banks of Kosovo since
# 9 December 2013 (Central Bank of the Republic of Kosovo, notice of 6 December 2013, bqk-kos.org).
#
# Output seen:
#   schwifty: IBAN XK051212012345678906 is valid, BIC ABCDXKPR is invalid, BIC ABCDAL22 is valid
#   python-stdnum: IBAN XK051212012345678906 is valid, BIC ABCDXKPR is valid, BIC ABCDAL22 is valid
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check schwifty==2026.10.1 python-stdnum==2.2

cat >see.py <<'EOF'
import schwifty
import stdnum.bic
import stdnum.iban

CODES = [("IBAN", "XK051212012345678906"), ("BIC", "ABCDXKPR"), ("BIC", "ABCDAL22")]


def by_schwifty(kind, code):
    try:
        getattr(schwifty, kind)(code)
    except schwifty.exceptions.InvalidCountryCode:
        return False
    return True


def by_stdnum(kind, code):
    return (stdnum.iban if kind == "IBAN" else stdnum.bic).is_valid(code)


for name, check, expected in (
    ("schwifty", by_schwifty, [True, False, True]),
    ("python-stdnum", by_stdnum, [True, True, True]),
):
    seen = [check(kind, code) for kind, code in CODES]
    said = [f"{kind} {code} is {'valid' if answer else 'invalid'}" for (kind, code), answer in zip(CODES, seen)]
    print(f"{name}: {', '.join(said)}")
    assert seen == expected
assert schwifty.IBAN("XK051212012345678906").country is None
EOF
python/bin/python see.py
