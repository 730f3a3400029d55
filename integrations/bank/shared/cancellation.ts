import { setTimeout as wait } from 'node:timers/promises'
import { type PaymentReading, RailUnavailableError } from '../rail.ts'

/** Between the looks at a payment whose cancellation was accepted, in milliseconds. */
const WAITS_MS = [0, 200, 500, 1_000]

/**
 * What became of a request to cancel a payment. That it was accepted promises nothing, and a conflict says that it is
 * too late and looks like any other trouble: only the payment itself can tell.
 *
 * @param request as it is under way
 * @throws RailUnavailableError while nobody knows
 */
export async function confirmCancellation(
  request: Promise<{ status: number }>,
  read: () => Promise<Pick<PaymentReading, 'status'>>,
): Promise<'cancelled' | 'too_late' | 'goes_on'> {
  const answered = await request.then(
    ({ status }) => (status < 300 ? 'accepted' : 'refused'),
    () => 'unclear',
  )
  for (const waitMs of answered === 'accepted' ? WAITS_MS : [0]) {
    await wait(waitMs)
    const { status } = await read()
    if (status !== 'authorizing') return status === 'failed' ? 'cancelled' : 'too_late'
  }
  if (answered === 'unclear') throw new RailUnavailableError('the payment is not cancelled yet')
  return 'goes_on'
}
