import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { FIELD_CODES } from '../api/http/request/field-codes.ts'
import { CAUSES } from '../api/http/errors/problem-causes.ts'
import { listProblems } from '../api/http/errors/problem.ts'

export function errorsPage(): string {
  const problems = listProblems()
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(
      ({ code, status, title, cure }) => `| \`${code}\` | ${status} | ${title} | ${CAUSES[code]} | ${cure} |`,
    )
  const fields = Object.entries(FIELD_CODES).map(
    ([code, [cause, cure]]) => `| \`${code}\` | ${cause} | ${cure} |`,
  )
  const lines = [
    HEAD,
    '',
    '| code | status | title | cause | cure |',
    '|---|---|---|---|---|',
    ...problems,
    '',
    FIELDS,
    '',
    '| code | cause | cure |',
    '|---|---|---|',
    ...fields,
  ]
  return `${lines.join('\n')}\n`
}

const HEAD = `# Errors

\`npm run docs:errors\` prints this page from \`api/http/errors/problem.ts\`, \`api/http/errors/problem-causes.ts\` and
\`api/http/request/field-codes.ts\`. A test compares them.

An error is \`application/problem+json\` (RFC 9457) with a \`code\` of this list. \`detail\` says the next step, and \`errors\` names
each wrong field. A refused request has changed nothing. A 503 has \`Retry-After\`; repeat it with the same \`Idempotency-Key\`.

Every answer has an \`X-Request-Id\`. Send your own (1 to 64 letters, digits, \`-\`, \`_\` or \`=\`), or take ours. Each log line of the
request has it.

\`\`\`json
{
  "type": "urn:duewell:problem:invalid_fields",
  "title": "Fields not valid",
  "status": 422,
  "code": "invalid_fields",
  "detail": "Correct the fields that \`errors\` names.",
  "errors": [{ "pointer": "/amount", "code": "not_positive", "detail": "must be more than 0" }]
}
\`\`\`

If all entries of \`errors\` have the same code, and the first list has that code too, it is also the \`code\` of the answer.

## Codes of answers`

const FIELDS = `## Codes of fields

\`pointer\` is a JSON pointer into the body, or names the parameter of the query.`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage())
}
