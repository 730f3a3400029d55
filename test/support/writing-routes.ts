import { createApp } from '../../api/app.ts'
import type { World } from './harness.ts'

export function writingRoutes({ deps }: World): string[] {
  const routes = createApp(deps).routes.filter(
    ({ method, path }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && path.startsWith('/v1/'),
  )
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].toSorted()
}
