import type { Context } from 'hono'
import { type Problem, type ProblemCode, problemHeaders, problemStatus } from '../http/errors/problem.ts'
import { MessagePage } from '../identity/pages/message-page.tsx'

const TEXTS: Partial<Record<ProblemCode, { title: string; text: string }>> = {
  not_found: {
    title: 'This page does not exist',
    text: 'The address may be incomplete, or the page may be of another merchant or mode.',
  },
  method_not_allowed: {
    title: 'This page cannot be used like this',
    text: 'The address may be incomplete.',
  },
  invalid_query: {
    title: 'This address cannot be read',
    text: 'It has a filter or a page that does not exist. Open the list again.',
  },
  body_too_large: {
    title: 'This form is too large',
    text: 'Please go back, and shorten its texts.',
  },
  logo_too_large: {
    title: 'This image is too large',
    text: 'A logo has at most 5 MB. Please go back, and choose a smaller one.',
  },
  unavailable: {
    title: 'Please try again in a moment',
    text: 'This page cannot be shown at the moment.',
  },
}

const ANY = { title: 'Something went wrong', text: 'Please open the page again.' }

const PEOPLE_PAGE =
  /^\/(?:dashboard|sign-up|sign-in|sign-out|confirm|password|account|team|keys|invitations)(?:\/|$)/

export function isPeoplePath(path: string): boolean {
  return PEOPLE_PAGE.test(path)
}

export function peopleProblemPage(c: Context, problem: Problem) {
  const link = c.req.path.startsWith('/dashboard')
    ? { label: 'To the overview', href: '/dashboard' }
    : { label: 'To your account', href: '/account' }
  const page = MessagePage({ ...(TEXTS[problem.code] ?? ANY), link })
  return c.html(page, problemStatus(problem), { ...problemHeaders(problem), ...PRIVATE })
}

const PRIVATE = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }
