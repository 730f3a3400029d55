import type { Context } from 'hono'
import { type Problem, type ProblemCode, problemHeaders, problemStatus } from '../http/problem.ts'
import { ErrorPage } from './pages/problem-pages.tsx'

const TEXTS: Partial<Record<ProblemCode, { title: string; text: string }>> = {
  not_found: {
    title: 'This page does not exist',
    text: 'The address may be incomplete.',
  },
  method_not_allowed: {
    title: 'This page cannot be used like this',
    text: 'The address may be incomplete.',
  },
  unavailable: {
    title: 'Please try again in a moment',
    text: 'This page cannot be shown at the moment.',
  },
}

const ANY = {
  title: 'Something went wrong',
  text: 'Please look at the invoice again before you pay: it shows whether a payment has begun.',
}

const INVOICE_PAGE = /^\/(?:pay|preview|view)(?:\/|$)/
const ACCOUNT_PAGE = /^\/(?:sign-up|sign-in|sign-out|confirm|password|account|team|keys|invitations)(?:\/|$)/

const ANY_OF_ACCOUNT = { title: 'Something went wrong', text: 'Please open the page again.' }

export function isPagePath(path: string): boolean {
  return INVOICE_PAGE.test(path) || ACCOUNT_PAGE.test(path)
}

/** Requests of the pages' script must get JSON, not a page. */
export function isScriptPath(path: string): boolean {
  return /\/(status|viewed)$/.test(path)
}

export function problemPage(c: Context, problem: Problem) {
  const { title, text } = TEXTS[problem.code] ?? (ACCOUNT_PAGE.test(c.req.path) ? ANY_OF_ACCOUNT : ANY)
  const back = /^(\/(?:pay|preview|view)\/[\w.-]+)\//.exec(c.req.path)?.[1]
  const isInvoice = back !== undefined && !/\/(?:assets|return)$/.test(back)
  const preview = c.req.path.startsWith('/preview')
  const page = ErrorPage({ title, text, preview, ...(isInvoice ? { back } : {}) })
  return c.html(page, problemStatus(problem), problemHeaders(problem))
}
