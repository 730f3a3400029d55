import type { FilterQuery } from '@mikro-orm/core'
import type { InvoiceStatus } from '../../domain/invoice/index.ts'
import { InvoiceRow, type Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { pageOf } from '../page.ts'

export interface InvoiceFilter {
  limit: number
  cursor?: string | undefined
  status?: InvoiceStatus | undefined
  customer?: string | undefined
  q?: string | undefined
  import?: string | undefined
  recurring?: string | undefined
  due_before?: string | undefined
  due_after?: string | undefined
}

export async function listInvoices(
  em: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  filter: InvoiceFilter,
): Promise<{ rows: InvoiceRow[]; nextCursor: string | null }> {
  const where: FilterQuery<InvoiceRow>[] = [{ merchantId, mode }]
  if (filter.cursor) where.push({ id: { $lt: filter.cursor } })
  if (filter.status) where.push({ status: filter.status })
  if (filter.customer) where.push({ customerEmail: { $ilike: escapeLike(filter.customer) } })
  if (filter.import) where.push({ importId: filter.import })
  if (filter.recurring) where.push({ recurringId: filter.recurring })
  if (filter.due_before) where.push({ dueDate: { $lt: filter.due_before } })
  if (filter.due_after) where.push({ dueDate: { $gt: filter.due_after } })
  if (filter.q) {
    const like = { $ilike: `%${escapeLike(filter.q)}%` }
    where.push({
      $or: [{ number: like }, { customerName: like }, { customerEmail: like }, { description: like }],
    })
  }
  const order = { orderBy: { id: 'desc' }, limit: filter.limit + 1 } as const
  const found = await em.find(InvoiceRow, { $and: where }, order)
  return pageOf(found, filter.limit, ({ id }) => id)
}

function escapeLike(text: string): string {
  return text.replaceAll('\0', '').replace(/[\\%_]/g, (character) => `\\${character}`)
}
