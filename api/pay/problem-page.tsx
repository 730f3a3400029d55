import type { Context } from 'hono'
import type { TextKey } from '../../domain/texts/catalogue.ts'
import { type Problem, type ProblemCode, problemHeaders, problemStatus } from '../http/errors/problem.ts'
import { pageLanguage } from './page-language.ts'
import { ErrorPage } from './pages/problem-pages.tsx'

interface ErrorTexts {
  title: Extract<TextKey, `error.${string}.title`>
  text: 'error.address' | 'error.page' | 'error.other.text'
}

const TEXTS: Partial<Record<ProblemCode, ErrorTexts>> = {
  not_found: { title: 'error.not_found.title', text: 'error.address' },
  method_not_allowed: { title: 'error.method.title', text: 'error.address' },
  unavailable: { title: 'error.again.title', text: 'error.page' },
}

const ANY: ErrorTexts = { title: 'error.other.title', text: 'error.other.text' }

const INVOICE_PAGE = /^\/(?:pay|preview|view)(?:\/|$)/

export function isPagePath(path: string): boolean {
  return INVOICE_PAGE.test(path)
}

/** Requests of the pages' script must get JSON, not a page. */
export function isScriptPath(path: string): boolean {
  return /\/(status|viewed)$/.test(path)
}

export function problemPage(c: Context, problem: Problem) {
  const language = pageLanguage(c)
  const { t } = language.locale
  const { title, text } = TEXTS[problem.code] ?? ANY
  const back = /^(\/(?:pay|preview|view)\/[\w.-]+)\//.exec(c.req.path)?.[1]
  const isInvoice = back !== undefined && !/\/(?:assets|return)$/.test(back)
  const page = ErrorPage({
    title: t(title),
    text: t(text),
    language,
    preview: c.req.path.startsWith('/preview'),
    ...(isInvoice ? { back } : {}),
  })
  return c.html(page, problemStatus(problem), problemHeaders(problem))
}
