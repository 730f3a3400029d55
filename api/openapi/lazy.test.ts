import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const LOADS = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  await import('./api/app.ts')
  const { openApiRoutes } = await import('./api/openapi/routes.ts')
  const app = openApiRoutes({ publicUrl: 'https://duewell.example' })
  const seen = {}
  for (const path of ['/', '/openapi.json', '/docs']) {
    await app.request(path)
    seen[path] = ['app.ts', 'openapi/document.ts', '@valibot/to-json-schema', 'docs-page.tsx']
      .filter((part) => loaded.some((url) => url.includes(part)))
  }
  console.log(JSON.stringify(seen))`

it('loads the document and the page only for a request that needs them', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', LOADS],
    { encoding: 'utf8' },
  )
  const document = ['app.ts', 'openapi/document.ts', '@valibot/to-json-schema']
  expect(JSON.parse(stdout || JSON.stringify(stderr))).toEqual({
    '/': ['app.ts'],
    '/openapi.json': document,
    '/docs': [...document, 'docs-page.tsx'],
  })
})
