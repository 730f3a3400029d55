import type { Document } from './document-types.ts'
import { HEADERS } from './headers.ts'
import { toComponents } from './json-schema.ts'
import type { NamedSchema } from './operation.ts'
import { type Components, operationObject } from './operation-object.ts'
import { sharedProblemResponses } from './problem-responses.ts'
import { exampleOf, PROBLEM, PROBLEM_CODES } from './problems.ts'
import { RESOURCES } from './resources/index.ts'
import { EVENT_SCHEMAS } from './schemas/events.ts'
import { WEBHOOK_SCHEMAS, webhooks } from './webhooks.ts'

const ABOUT = `Amounts are integers in minor units (12.50 GBP is \`1250\`). Instants are ISO 8601 in UTC; due dates are calendar dates in the merchant’s time zone. Every field of a response is present, and null for an absent value, unless it is marked as optional. New fields, event types and problem codes can be added.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\` and, for fields, one entry each. A wrong method on a known path is refused (405, with \`Allow\`). A request that is not HTTP is refused with 400 \`malformed_request\`, and headers over 16 KB with 431 \`headers_too_large\`. Every answer has an \`X-Request-Id\`, and \`Cache-Control: no-store\`, because it may hold a link that pays.

Each operation needs the scope that its \`security\` names; a key without it gets 403 \`insufficient_scope\`. So does a key of test mode that changes what live mode shares: settings, profile, branding, texts of messages, team. A server with limits answers 429 \`too_many_requests\` with \`Retry-After\`.

Every \`POST\`, \`PUT\`, \`PATCH\` and \`DELETE\` takes an \`Idempotency-Key\`: the same key and body get the same answer, with \`Idempotency-Replayed: true\`, and nothing happens twice. The same key with another body is refused (422), and while the first request is running the answer is 409.

Lists take \`limit\` and \`cursor\`, and answer \`{data, next_cursor}\`.`

export function createDocument(publicUrl: string): Document {
  const requests = merged(RESOURCES.map((resource) => resource.requests))
  const responses = merged([
    ...RESOURCES.map((resource) => resource.responses),
    EVENT_SCHEMAS,
    WEBHOOK_SCHEMAS,
    { Problem: PROBLEM },
  ])
  merged([requests, responses])
  const problems = sharedProblemResponses(RESOURCES.flatMap(({ operations }) => operations))
  return {
    openapi: '3.1.1',
    info: { title: 'Duewell', version: '1', summary: 'Pay-by-bank invoices', description: ABOUT },
    servers: [{ url: publicUrl }],
    security: [{ apiKey: [] }],
    tags: [...RESOURCES, WEBHOOKS].map(({ tag, about }) => ({ name: tag, description: about })),
    paths: pathsOf({ requests, responses, problems }),
    webhooks: webhooks(),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, `dw_test_…` or `dw_live_…`, with scopes',
        },
      },
      headers: HEADERS,
      responses: problems,
      examples: Object.fromEntries(PROBLEM_CODES.map((code) => [code, { value: exampleOf(code) }])),
      schemas: {
        ...toComponents(schemasOf(requests), 'request'),
        ...toComponents(schemasOf(responses), 'response'),
      },
    },
  }
}

const WEBHOOKS = { tag: 'Webhooks', about: 'What Duewell sends to the endpoints of the merchant.' }

type Named = Record<string, NamedSchema>

function merged(groups: readonly Readonly<Named>[]): Named {
  const all: Named = {}
  for (const [name, schema] of groups.flatMap((group) => Object.entries(group))) {
    if (Object.hasOwn(all, name)) throw new RangeError(`two schemas are named ${name}`)
    all[name] = schema
  }
  return all
}

function schemasOf(schemas: Named) {
  return Object.fromEntries(Object.entries(schemas).map(([name, { schema }]) => [name, schema]))
}

function pathsOf(components: Components): Document['paths'] {
  const paths: Document['paths'] = {}
  for (const resource of RESOURCES) {
    for (const operation of resource.operations) {
      const methods = (paths[operation.path] ??= {})
      if (methods[operation.method]) throw new RangeError(`${operation.id} is described twice`)
      methods[operation.method] = operationObject(resource, operation, components)
    }
  }
  return paths
}
