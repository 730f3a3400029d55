import { type Flow, FLOWS } from './flows.ts'

export interface Scenario {
  creation?: Creation
  flow?: Flow
  payer?: Payer
  bank?: Outcome
  webhook?: DeliveryMode
  refund?: RefundOutcome
  settle_after_seconds?: number
  delay_seconds?: number
}

type Creation = 'accepted' | 'down' | 'unreachable'
export type Payer = 'decides' | 'rejects' | 'leaves'
type Outcome = keyof typeof OUTCOMES
export type DeliveryMode = keyof typeof TREATMENTS
export type RefundOutcome = keyof typeof REFUND_OUTCOMES

export const OUTCOMES = {
  settles: 'Sends the money at once',
  settles_later: 'Sends the money, which arrives later',
  insufficient_funds: 'Refuses: not enough money in the account',
  limit_exceeded: 'Refuses: above the payer’s limit',
  unavailable: 'Is not available',
  executes_then_fails: 'Sends the money, but it does not arrive',
} as const

export const TREATMENTS = {
  delivered: 'Delivered as it should be',
  delayed: 'Comes late',
  duplicated: 'Comes twice',
  reordered: 'The last one comes first',
  lost: 'Is lost',
  forged: 'Forged: signed by somebody else',
  stale: 'Forged: an old one, sent again',
} as const

export const REFUND_OUTCOMES = {
  executes: 'Goes back to the payer',
  fails: 'Fails',
  comes_back: 'Goes back, and is returned by the payer’s bank',
} as const

export const DEFAULT_SECONDS = 10

/** The keys are minor units. */
export const MAGIC_AMOUNTS: Readonly<Record<number, Scenario>> = {
  1_001: {},
  1_002: { payer: 'rejects' },
  1_003: { payer: 'leaves' },
  1_011: { bank: 'insufficient_funds' },
  1_012: { bank: 'limit_exceeded' },
  1_013: { bank: 'unavailable' },
  1_014: { creation: 'down' },
  1_015: { creation: 'unreachable' },
  1_016: { bank: 'executes_then_fails' },
  1_017: { bank: 'settles_later' },
  1_021: { webhook: 'delayed' },
  1_022: { webhook: 'duplicated' },
  1_023: { webhook: 'reordered' },
  1_024: { webhook: 'lost' },
  1_025: { webhook: 'forged' },
  1_026: { webhook: 'stale' },
  1_031: { refund: 'executes' },
  1_032: { refund: 'fails' },
  1_033: { refund: 'comes_back' },
  1_041: { flow: 'provider_selection' },
  1_042: { flow: 'consent' },
  1_043: { flow: 'selection_and_consent' },
  1_044: { flow: 'form' },
  1_045: { flow: 'wait' },
  1_046: { flow: 'retry' },
  1_047: { flow: 'scheme_selection' },
  1_048: { flow: 'user_account_selection' },
  1_049: { flow: 'unknown' },
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  flow: Object.keys(FLOWS),
  payer: ['decides', 'rejects', 'leaves'],
  bank: Object.keys(OUTCOMES),
  webhook: Object.keys(TREATMENTS),
  refund: Object.keys(REFUND_OUTCOMES),
}
const LONGEST_SECONDS = 7 * 86_400

export function readScenario(fields: Record<string, unknown>): Scenario | string {
  const scenario: Record<string, unknown> = {}
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = fields[name]
    if (value === undefined) continue
    if (!choices.some((choice) => choice === value)) return `${name} must be one of: ${choices.join(', ')}`
    scenario[name] = value
  }
  for (const name of ['settle_after_seconds', 'delay_seconds']) {
    const value = fields[name]
    if (value === undefined || value === '') continue
    const seconds = Number(value)
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      return `${name} must be a number from 0 to ${LONGEST_SECONDS}`
    }
    scenario[name] = seconds
  }
  return scenario
}

export function decisionOf({ payer }: Scenario = {}): 'reject' | 'leave' | undefined {
  if (payer === 'rejects') return 'reject'
  return payer === 'leaves' ? 'leave' : undefined
}
