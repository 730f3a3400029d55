import {
  DEFAULT_SECONDS,
  OUTCOMES,
  type Payer,
  REFUND_OUTCOMES,
  type Scenario,
  TREATMENTS,
} from '../model/scenario.ts'

const FOREGONE: Record<Exclude<Payer, 'decides'>, string> = {
  rejects: 'This amount stands for a payer who rejects, whichever button is pressed.',
  leaves: 'This amount stands for a payer who leaves, whichever button is pressed.',
}

export function ImmediateOutcome({ scenario: { payer = 'decides' } }: { scenario: Scenario }) {
  return payer === 'decides' ? null : <p class="note">{FOREGONE[payer]}</p>
}

export function ScenarioFields({ scenario }: { scenario: Scenario }) {
  const { settle_after_seconds: settling, delay_seconds: delay } = scenario
  const isChosen = Boolean(scenario.bank ?? scenario.webhook ?? scenario.refund)
  return (
    <details open={isChosen}>
      <summary>Try what can go wrong</summary>
      <fieldset>
        <legend>What the bank does</legend>
        <Choice name="bank" label="With the payment" choices={OUTCOMES} chosen={scenario.bank} />
        <Seconds name="settle_after_seconds" label="Seconds until it arrives, if later" value={settling} />
        <Choice
          name="refund"
          label="With a refund of it"
          choices={REFUND_OUTCOMES}
          chosen={scenario.refund}
        />
      </fieldset>
      <fieldset>
        <legend>What happens to the webhook</legend>
        <Choice name="webhook" label="On its way" choices={TREATMENTS} chosen={scenario.webhook} />
        <Seconds name="delay_seconds" label="Seconds it is late, if late" value={delay} />
      </fieldset>
    </details>
  )
}

interface ChoiceProps {
  name: string
  label: string
  choices: Record<string, string>
  chosen: string | undefined
}

function Choice({ name, label, choices, chosen }: ChoiceProps) {
  return (
    <label>
      {label}
      <select name={name}>
        {Object.entries(choices).map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

function Seconds({
  name,
  label,
  value = DEFAULT_SECONDS,
}: {
  name: string
  label: string
  value?: number | undefined
}) {
  return (
    <label>
      {label}
      <input name={name} type="number" min="0" step="any" value={value} inputmode="decimal" />
    </label>
  )
}
