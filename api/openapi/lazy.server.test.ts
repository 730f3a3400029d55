import { spawnSync } from 'node:child_process'
import { expect, inject, it } from 'vitest'

const LOADS = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  await import('./api/app.js')
  const { openApiRoutes } = await import('./api/openapi/routes.js')
  const app = openApiRoutes({ publicUrl: 'https://duewell.example' })
  const seen = {}
  for (const path of ['/', '/openapi.json', '/docs']) {
    await app.request(path)
    seen[path] = ['app.js', 'openapi/document.js', '@valibot/to-json-schema', 'docs-page.js']
      .filter((part) => loaded.some((url) => url.includes(part)))
  }
  console.log(JSON.stringify(seen))`

it('loads the document and the page only for a request that needs them', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', LOADS], {
    encoding: 'utf8',
    cwd: inject('serversPath'),
  })
  const document = ['app.js', 'openapi/document.js', '@valibot/to-json-schema']
  expect(JSON.parse(stdout || JSON.stringify(stderr))).toEqual({
    '/': ['app.js'],
    '/openapi.json': document,
    '/docs': [...document, 'docs-page.js'],
  })
})
