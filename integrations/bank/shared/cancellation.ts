import { setTimeout as wait } from 'node:timers/promises'
import { type RailPaymentReport, RailUnavailableError } from '../rail.ts'

const WAITS_MS = [0, 200, 500, 1_000]

/**
 * The payment's status alone proves a cancellation.
 *
 * @throws RailUnavailableError if the read fails or the outcome stays unknown
 */
export async function confirmCancellation(
  request: Promise<{ status: number }>,
  read: () => Promise<Pick<RailPaymentReport, 'status'>>,
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

const WITHOUT_EFFECT: ReadonlySet<number | undefined> = new Set([404, 405, 501])

function isWithoutEffect(error: unknown): boolean {
  return error instanceof RailUnavailableError && WITHOUT_EFFECT.has(error.status)
}
