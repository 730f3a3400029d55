import { type Context, Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { Problem, problemStatus } from '../../http/errors/problem.ts'
import { type Fields, readForm } from '../../identity/form.ts'
import { type RecurringCommandName, runRecurringCommand } from '../../merchant/recurring/commands.ts'
import { findRecurring, listRecurring } from '../../merchant/recurring/find-recurring.ts'
import { RecurringList } from '../../merchant/recurring/recurring-body.ts'
import type { Attempt } from '../command-form.tsx'
import { commandIdOf, formIdOf } from '../command-id.ts'
import { noticeOf } from '../notice.ts'
import { mistakesOf } from '../problem-words.ts'
import type { DashboardEnv } from '../viewer.ts'
import { recurringFormRoutes } from './form/routes.tsx'
import { RecurringListPage } from './list-page.tsx'
import { loadRecurringView } from './one/load-recurring-view.ts'
import { RecurringPage } from './one/recurring-page.tsx'
import { DONE } from './recurring-words.ts'

const COMMANDS = {
  pause: 'pause',
  resume: 'resume',
  skip: 'skip',
  end: 'end',
  retry: 'retry',
  clock: 'advance_clock',
} as const satisfies Record<string, RecurringCommandName>

export function recurringPageRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { status: given, ...others } = c.req.query()
    const query = parseQuery(RecurringList, given ? { ...others, status: given } : others)
    const { data, next_cursor: nextCursor } = await listRecurring(c.get('em'), c.get('tenant'), query)
    return c.html(
      RecurringListPage({
        viewer: c.get('viewer'),
        rows: data,
        status: query.status,
        isFirst: query.cursor === undefined,
        nextCursor,
      }),
    )
  })

  routes.route('/', recurringFormRoutes(deps))

  routes.get('/:id', async (c) => {
    return c.html(await page(c, { notice: noticeOf(c, DONE) }))
  })

  routes.post('/:id/:command', async (c) => {
    const command = c.req.param('command')
    if (!isCommand(command)) throw new Problem('not_found')
    const em = c.get('em')
    const recurring = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const fields = await readForm(c)
    try {
      const request = {
        json: bodyOf(command, fields),
        commandId: commandIdOf(recurring, formIdOf(fields)),
        actor: c.get('actor'),
      }
      const { settled } = await runRecurringCommand(deps, em, recurring, COMMANDS[command], request)
      const done = command === 'clock' && !settled ? 'clock_moving' : command
      return c.redirect(`${c.get('viewer').base}/recurring/${recurring.id}?done=${done}`, 303)
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'not_found') throw error
      const attempt = { command, fields, mistakes: mistakesOf(error) }
      return c.html(await page(c, { attempt }), problemStatus(error))
    }
  })

  return routes
}

async function page(c: Context<DashboardEnv>, shown: { attempt?: Attempt; notice?: string | undefined }) {
  const viewer = c.get('viewer')
  const calendar = { timeZone: viewer.timeZone, month: c.req.query('month') }
  const view = await loadRecurringView(c.get('em'), c.req.param('id') ?? '', c.get('tenant'), calendar)
  return RecurringPage({ viewer, view, ...shown })
}

function isCommand(text: string): text is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, text)
}

function bodyOf(command: keyof typeof COMMANDS, { occurrence, advance }: Fields): object {
  if (command === 'clock') return withoutUndefined({ advance })
  const isNumbered = command === 'skip' || command === 'retry'
  return isNumbered && occurrence ? { occurrence: Number(occurrence) } : {}
}
