import type { Rail } from '../../../domain/invoice/index.ts'
import type { RailLog } from '../rail.ts'

export function logUnknownStatus(
  log: RailLog | undefined,
  rail: Rail,
  subject: string,
  { unknownStatus: status }: { unknownStatus?: string },
): void {
  if (status === undefined) return
  const hint = 'look at the payment or refund at the rail'
  log?.({ rail, subject, status, hint }, 'rail.status_unknown')
}
