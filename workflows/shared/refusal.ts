import { ApplicationFailure } from '@temporalio/common'

const REFUSED = 'refused'

export function refusal(code: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${code}`, REFUSED, code)
}

export function refusalIn<Code extends string>(codes: readonly Code[], failure: unknown): Code | undefined {
  if (!(failure instanceof ApplicationFailure) || failure.type !== REFUSED) return undefined
  return codes.find((code) => code === failure.details?.[0])
}
