import { ApplicationFailure } from '@temporalio/common'

// A refusal by an update's validator reaches the caller as a failure.

const REFUSED = 'refused'

export function refusal(code: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${code}`, REFUSED, code)
}

/**
 * Finds the refusal inside an update's failure.
 *
 * @returns undefined for another failure
 */
export function refusalIn<Code extends string>(codes: readonly Code[], failure: unknown): Code | undefined {
  if (!(failure instanceof ApplicationFailure) || failure.type !== REFUSED) return undefined
  return codes.find((code) => code === failure.details?.[0])
}
