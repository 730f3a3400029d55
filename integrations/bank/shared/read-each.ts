import * as v from 'valibot'
import type { Rail } from '../../../domain/invoice/index.ts'
import type { RailLog } from '../rail.ts'

export interface ReadItems<T> {
  items: T[]
  unreadable: unknown[]
}

export function readEach<const S extends v.GenericSchema>(
  schema: S,
  list: readonly unknown[],
): ReadItems<v.InferOutput<S>> {
  const items: v.InferOutput<S>[] = []
  const unreadable: unknown[] = []
  for (const item of list) {
    const result = v.safeParse(schema, item)
    if (result.success) items.push(result.output)
    else unreadable.push(item)
  }
  return { items, unreadable }
}

const ITEMS_UNREADABLE = 'rail.items_unreadable'

/** Logs counts without the items, because an item can contain personal data. */
export function logUnreadable(
  log: RailLog | undefined,
  rail: Rail,
  list: string,
  counts: { read: number; unreadable: number },
): void {
  if (counts.unreadable > 0) log?.({ rail, list, ...counts }, ITEMS_UNREADABLE)
}

export function countUnreadable(
  log: RailLog,
  count: (labels: { rail: string; list: string }, items: number) => void,
): RailLog {
  return (fields, event, level) => {
    const { rail, list, unreadable } = fields
    if (event === ITEMS_UNREADABLE) count({ rail: String(rail), list: String(list) }, Number(unreadable))
    log(fields, event, level)
  }
}
