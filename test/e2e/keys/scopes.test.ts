import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { assertScopes, routesWithScope } from '../../../api/http/route-scopes.ts'
import { call } from '../../clients/client.ts'
import { ALL_SCOPES, createKey } from '../../clients/key-client.ts'
import { inLiveMode } from '../../support/merchant.ts'
import { sendRaw } from '../../support/raw-request.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
const withOnly: Record<string, World> = {}
const without: Record<string, World> = {}
type World = typeof world

beforeAll(async () => {
  const live = inLiveMode(world)
  for (const scope of ALL_SCOPES) {
    const others = ALL_SCOPES.filter((one) => one !== scope)
    withOnly[scope] = { ...world, apiKey: (await createKey(live, { scopes: [scope] })).key }
    without[scope] = { ...world, apiKey: (await createKey(live, { scopes: others })).key }
  }
})

function requests() {
  return routesWithScope().map(({ route, scope, isLive }) => {
    const [method = '', pattern = ''] = route.split(' ')
    return { route, scope, isLive, method, path: pattern.replaceAll(/:\w+/g, 'x') }
  })
}

function send(as: World | undefined, { method, path }: { method: string; path: string }) {
  return call(as ?? world, method, path, method === 'GET' ? undefined : '{}')
}

describe('every route under /v1', () => {
  it('is listed with its scope, and no other route is', () => {
    const routes = createApp(world.deps).routes.filter(({ path }) => /^\/v1(\/|$)/.test(path))
    // A route has an entry for each of its handlers.
    const handlers = new Set(
      routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
    )
    const listed = routesWithScope().map(({ route }) => route)
    expect(listed.toSorted()).toEqual([...handlers].toSorted())
    expect(new Set(listed).size).toBe(listed.length)
    const middlewares = routes.filter(({ method }) => method === 'ALL')
    expect(middlewares.filter(({ path }) => !path.endsWith('/*'))).toEqual([])
  })

  it('stops the start of the server when it is not listed', () => {
    expect(() => assertScopes([{ method: 'GET', path: '/v1/unlisted' }])).toThrow('GET /v1/unlisted')
    expect(() => assertScopes([{ method: 'GET', path: '/pay/:token' }])).not.toThrow()
  })

  it('answers 401 with a challenge without a key', async () => {
    for (const request of requests()) {
      const { status, json, headers } = await call(world, request.method, request.path, undefined, {
        authorization: '',
      })
      expect({ route: request.route, status, code: json['code'] }).toEqual({
        route: request.route,
        status: 401,
        code: 'unauthorized',
      })
      expect(headers.get('www-authenticate')).toBe('Bearer realm="duewell"')
    }
  })

  it('answers 403 to a key that has every scope but the one it needs', async () => {
    for (const request of requests()) {
      const { status, json, headers } = await send(without[request.scope], request)
      expect({ route: request.route, status, code: json['code'] }).toEqual({
        route: request.route,
        status: 403,
        code: 'insufficient_scope',
      })
      expect(json['detail']).toContain(`\`${request.scope}\``)
      expect(headers.get('www-authenticate')).toBe('Bearer realm="duewell", error="insufficient_scope"')
    }
  })

  it('lets in a key that has only the scope it needs', async () => {
    for (const request of requests()) {
      const { status, json } = await send(withOnly[request.scope], request)
      expect([request.route, json['code']]).not.toEqual([request.route, 'insufficient_scope'])
      expect([request.route, status]).not.toEqual([request.route, 401])
      expect(status).toBeLessThan(500)
    }
  })

  it('answers 403 to a key of test mode where live mode is changed too, and lets it in elsewhere', async () => {
    const refused = []
    for (const request of requests()) {
      const { status, json } = await send(world, request)
      if (status === 403 && json['code'] === 'insufficient_scope') {
        expect([request.route, json['detail']]).toEqual([
          request.route,
          expect.stringContaining('of test mode'),
        ])
        refused.push(request.route)
      }
    }
    expect(refused).toEqual(requests().flatMap(({ route, isLive }) => (isLive ? [route] : [])))
    expect(refused).toEqual(expect.arrayContaining(['POST /v1/team/invitations', 'PATCH /v1/profile']))
  })

  it('needs the scope of GET for HEAD', async () => {
    const head = (as: World | undefined) =>
      sendRaw(world.publicUrl, {
        method: 'HEAD',
        target: '/v1/invoices',
        headers: [`authorization: Bearer ${as?.apiKey}`],
        body: Buffer.alloc(0),
      })
    expect((await head(without['read'])).status).toBe(403)
    expect((await head(withOnly['read'])).status).toBe(200)
  })
})

it('answers 401 to an unknown path without a key, and 404 or 405 with one', async () => {
  const noKey = { authorization: '' }
  expect(await call(world, 'GET', '/v1/unknown', undefined, noKey)).toMatchObject({ status: 401 })
  expect(await send(withOnly['webhooks'], { method: 'GET', path: '/v1/unknown' })).toMatchObject({
    status: 404,
  })
  expect(await send(withOnly['webhooks'], { method: 'PUT', path: '/v1/invoices' })).toMatchObject({
    status: 405,
  })
})
