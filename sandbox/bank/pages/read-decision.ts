import { findPayerAccount, type PayerAccount } from '../model/payer-accounts.ts'
import { decisionOf, readScenario, type Scenario } from '../model/scenario.ts'

interface PayerDecision {
  decision: 'authorise' | 'reject' | 'leave'
  account: PayerAccount
  /** Undefined if the payer chose nothing in the form. */
  scenario: Scenario | undefined
}

/**
 * A planned decision of the payer precedes that of the form.
 *
 * @returns undefined for an unknown decision, account or scenario
 */
export function readDecision(
  form: Record<string, unknown>,
  planned: Scenario | undefined,
): PayerDecision | undefined {
  const account = findPayerAccount(form['account'] ?? 'current')
  const scenario = readScenario({ ...form, payer: undefined })
  const decision = decisionOf(planned) ?? form['decision']
  const isKnown = decision === 'authorise' || decision === 'reject' || decision === 'leave'
  if (!isKnown || !account || typeof scenario === 'string') return undefined
  return { decision, account, scenario: Object.keys(scenario).length > 0 ? scenario : undefined }
}
