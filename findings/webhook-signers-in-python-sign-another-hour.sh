#!/usr/bin/env bash
# Packages and versions: standardwebhooks 1.1.0, and svix 2.9.1, which signs with it (PyPI), with tzdata 2025.2.
#
# Behaviour: `sign(msg_id, timestamp, data)` takes a datetime. It throws the zone away and reads the time of the clock
# as UTC. A datetime that knows its zone, such as one from a database in Athens, is signed for a moment that is two or
# three hours later. The header made from the same datetime has the right seconds, so every receiver refuses the
# message, this package too. On a server in UTC, and in the winter of London, all tests pass.
#
# Expected: an aware datetime is the same moment in every zone (Python's own `timestamp()`), and what is signed is the
# number in the header webhook-timestamp: Standard Webhooks, "Signature scheme".
#
# Output seen:
#   standardwebhooks: a moment in UTC is accepted
#   standardwebhooks: the same moment in Europe/Athens is refused
#   svix: a moment in UTC is accepted
#   svix: the same moment in Europe/Athens is refused
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0 svix==2.9.1 tzdata==2025.2

cat >see.py <<'EOF'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import standardwebhooks
import svix.webhooks

body = '{"type":"invoice.paid"}'
moment = datetime.now(timezone.utc)
in_athens = moment.astimezone(ZoneInfo("Europe/Athens"))
assert in_athens == moment


def receive(module, at):
    webhook = module.Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": webhook.sign("msg_1", at, body),
    }
    try:
        webhook.verify(body, headers)
    except module.WebhookVerificationError:
        return "refused"
    return "accepted"


for name, module in (("standardwebhooks", standardwebhooks), ("svix", svix.webhooks)):
    seen = receive(module, moment), receive(module, in_athens)
    print(f"{name}: a moment in UTC is {seen[0]}")
    print(f"{name}: the same moment in Europe/Athens is {seen[1]}")
    assert seen == ("accepted", "refused")
EOF
python/bin/python see.py
