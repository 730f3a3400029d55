import { setTimeout as wait } from 'node:timers/promises'
import { type PaymentStatusReport, RailUnavailableError } from '../rail.ts'

/** The pauses before each status check after an accepted cancellation, in milliseconds. */
const WAITS_MS = [0, 200, 500, 1_000]

/**
 * Waits for the cancellation request, then reads the outcome from the payment's status. A payment that still
 * waits for the payer at the end is `not_cancellable`.
 *
 * @param request the running cancellation
 * @throws RailUnavailableError if the request has an unclear error and the payment still waits
 */
export async function confirmCancellation(
  request: Promise<{ status: number }>,
  read: () => Promise<Pick<PaymentStatusReport, 'status'>>,
): Promise<'cancelled' | 'too_late' | 'not_cancellable'> {
  const answer = await request.then(
    ({ status }) => (status < 300 ? 'accepted' : 'refused'),
    (error: unknown) => (isWithoutEffect(error) ? 'refused' : 'unclear'),
  )
  for (const waitMs of answer === 'accepted' ? WAITS_MS : [0]) {
    await wait(waitMs)
    const { status } = await read()
    if (status !== 'authorizing') return status === 'failed' ? 'cancelled' : 'too_late'
  }
  if (answer === 'unclear') throw new RailUnavailableError('the cancellation has no confirmed outcome')
  return 'not_cancellable'
}

/** The HTTP statuses that count as a refused cancellation: not found, or not supported. */
const WITHOUT_EFFECT: ReadonlySet<number | undefined> = new Set([404, 405, 501])

function isWithoutEffect(error: unknown): boolean {
  return error instanceof RailUnavailableError && WITHOUT_EFFECT.has(error.status)
}
