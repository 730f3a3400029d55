import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { EntityManager } from '../../db/orm.ts'
import { withLineEnds } from '../../domain/invoice/limits.ts'
import type { ClaimKey } from '../http/idempotency/idempotency.ts'
import { Problem, problemStatus } from '../http/errors/problem.ts'
import type { Fields, Mistakes } from '../identity/form.ts'
import { mistakesOf } from './problem-words.ts'

/** The form posts what it showed, so that it changes only what its person touched. */
export function withShown(fields: Fields): Fields {
  return { ...fields, shown: JSON.stringify(fields) }
}

export interface Parts {
  /** Fields of one part change together. */
  partOf?: (name: string) => string
  /** A part that changed meanwhile has these mistakes, where no field can name its value. */
  staleWords?: (part: string, present: Fields) => Mistakes | undefined
}

export interface EnteredForm {
  isTouched(part: string): boolean
  /** Leaves out of a body what the person did not touch. */
  touchedOf<T>(body: Readonly<Record<string, T>>): Record<string, T>
  /** @throws StaleFormError if a touched part has changed since, to another value than the entered one */
  assertNotStale(present: Fields): void
}

/** A page without what it showed counts as one whose fields were empty. */
export function enteredForm(
  given: Fields,
  { partOf = beforeDot, staleWords = () => undefined }: Parts = {},
): EnteredForm {
  const { shown: shownText, ...entered } = given
  const shown = readShown(shownText)
  const differ = (name: string, some: Fields, others: Fields) => plain(some[name]) !== plain(others[name])
  const names = Object.keys({ ...shown, ...entered })
  const touched = new Set(names.filter((name) => differ(name, entered, shown)).map(partOf))

  return {
    isTouched: (part) => touched.has(part),

    touchedOf: (body) => Object.fromEntries(Object.entries(body).filter(([part]) => touched.has(part))),

    assertNotStale(present) {
      const known = [...new Set([...names, ...Object.keys(present)])]
      const mistakes: Record<string, string> = {}
      for (const part of touched) {
        const own = known.filter((name) => partOf(name) === part)
        const others = own.filter((name) => differ(name, entered, present))
        if (others.length === 0 || !own.some((name) => differ(name, shown, present))) continue
        const words = others.map((name) => [name, changedTo(present[name])] as const)
        Object.assign(mistakes, staleWords(part, present) ?? Object.fromEntries(words))
      }
      if (Object.keys(mistakes).length === 0) return
      const untouched = known.filter((name) => !touched.has(partOf(name)))
      const refreshed = Object.fromEntries(untouched.map((name) => [name, present[name] ?? '']))
      const fields = { ...entered, ...refreshed, shown: JSON.stringify(present) }
      throw new StaleFormError(fields, { form: STALE, ...mistakes })
    },
  }
}

/** The button changes what its page showed, as a whole. */
export function pressedForm(
  { shown = '' }: Fields,
  staleWords: (seen: Fields, present: Fields) => string,
): EnteredForm {
  const seen = readShown(shown)
  const parts: Parts = {
    partOf: () => 'pressed',
    staleWords: (_, present) => ({ form: staleWords(seen, present) }),
  }
  return enteredForm({ pressed: 'yes', shown }, parts)
}

/** Checks the form in the transaction of its change. `load` must lock what it reads. */
export function unlessStale(
  form: EnteredForm,
  load: (tx: EntityManager) => Promise<Fields | undefined>,
): ClaimKey {
  return async (tx) => form.assertNotStale((await load(tx)) ?? {})
}

interface RefusedForm {
  fields: Fields
  mistakes: Mistakes
  status: ContentfulStatusCode
}

/** @throws the error itself unless a person can answer it */
export function refusedForm(error: unknown, fields: Fields): RefusedForm {
  if (error instanceof StaleFormError) return { fields: error.fields, mistakes: error.mistakes, status: 409 }
  if (!(error instanceof Problem)) throw error
  return { fields, mistakes: mistakesOf(error), status: problemStatus(error) }
}

const STALE =
  'Somebody else changed this after you opened the page, so nothing is saved. The marked fields have what you entered. Save again to replace what is saved, or enter the saved value to keep it.'

class StaleFormError extends Error {
  readonly fields: Fields
  readonly mistakes: Mistakes

  constructor(fields: Fields, mistakes: Mistakes) {
    super('the form is stale')
    this.fields = fields
    this.mistakes = mistakes
  }
}

export function changedTo(value = ''): string {
  return value === '' ? 'was emptied meanwhile' : `was changed meanwhile to “${value}”`
}

function beforeDot(name: string): string {
  return name.split('.', 1)[0] ?? name
}

/** A browser changes line ends, and leaves out unticked boxes. */
function plain(text = ''): string {
  return withLineEnds(text).trim()
}

function readShown(text = ''): Fields {
  try {
    const read: unknown = JSON.parse(text)
    const entries = typeof read === 'object' && read !== null ? Object.entries(read) : []
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch {
    return {}
  }
}
