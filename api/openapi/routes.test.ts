import { describe, expect, it } from 'vitest'
import { createDocument } from './document.ts'
import { openApiRoutes } from './routes.ts'

const publicUrl = 'https://duewell.example'
const routes = openApiRoutes({ publicUrl })

describe('/openapi.json', () => {
  it('answers with the document, and with 304 while it has not changed', async () => {
    const response = await routes.request('/openapi.json')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(createDocument(publicUrl))))
    const etag = response.headers.get('etag') ?? ''
    const again = await routes.request('/openapi.json', { headers: { 'if-none-match': etag } })
    expect({ status: again.status, body: await again.text() }).toEqual({ status: 304, body: '' })
  })

  it('is compressed for a client that accepts it', async () => {
    const response = await routes.request('/openapi.json', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('vary')).toBe('accept-encoding')
    const stream = response.body?.pipeThrough(new DecompressionStream('gzip'))
    expect(await new Response(stream).json()).toMatchObject({ openapi: '3.1.1' })
  })
})

describe('/docs', () => {
  it('allows only scripts with the nonce of the answer, and no other server', async () => {
    const [one, two] = await Promise.all([routes.request('/docs'), routes.request('/docs')])
    const nonceOf = (response: Response | undefined) =>
      /script-src 'nonce-([^']+)'/.exec(response?.headers.get('content-security-policy') ?? '')?.[1]
    expect(nonceOf(one)).not.toBe(nonceOf(two))
    const page = (await one?.text()) ?? ''
    const scripts = page.match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(one)}"`)
    expect(page.match(/https?:\/\/[^"'\s]+/g) ?? []).toEqual([])
  })

  it('gets its script from this server', async () => {
    const response = await routes.request('/assets/scalar.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect((await response.text()).length).toBeGreaterThan(1_000_000)
  })
})
