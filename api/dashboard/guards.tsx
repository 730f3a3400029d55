import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { NOT_ALLOWED } from '../identity/chosen-merchant.ts'
import { DashboardPage } from './layout.tsx'
import type { DashboardEnv, Viewer } from './viewer.ts'

export type GuardedResource = 'invoice' | 'customer' | 'settings' | 'webhook'

export function requireRole(resource: GuardedResource) {
  return createMiddleware<DashboardEnv>(async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    const isAllowed = c.get('viewer').may(resource, isRead ? 'read' : 'write')
    return isAllowed ? next() : refuse(c, NOT_ALLOWED, 403)
  })
}

/** Guards a page whose only purpose is to write. */
export function requireWriter(resource: GuardedResource) {
  return createMiddleware<DashboardEnv>(async (c, next) =>
    c.get('viewer').may(resource, 'write') ? next() : refuse(c, NOT_ALLOWED, 403),
  )
}

export async function refuse(
  c: Context<DashboardEnv>,
  text: string,
  status: 403 | 409 | 422,
): Promise<Response> {
  return c.html(RefusedPage({ viewer: c.get('viewer'), text }), status)
}

function RefusedPage({ viewer, text }: { viewer: Viewer; text: string }) {
  return (
    <DashboardPage viewer={viewer} title="This was not done">
      <section class="card reading">
        <p>{text}</p>
        <p>
          <a href={viewer.base}>To the overview</a>
        </p>
      </section>
    </DashboardPage>
  )
}
