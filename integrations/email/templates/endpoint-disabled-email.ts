import { duewellEmail, type EmailContent } from './parts/layout.ts'

export interface DisabledEndpointFacts {
  merchant: string
  mode: 'test' | 'live'
  endpointId: string
  url: string
  reason: 'gone' | 'failing'
}

export function endpointDisabledEmail({
  merchant,
  mode,
  endpointId,
  url,
  reason,
}: DisabledEndpointFacts): EmailContent {
  const lines = [
    `no more webhooks go to ${url} (${endpointId}, ${mode} mode): ${REASONS[reason]}.`,
    'Put the address right, enable the endpoint again (PATCH /v1/webhook_endpoints), and have the missed events sent again (POST …/redeliver).',
  ]
  const subject = 'A webhook endpoint was disabled'
  return duewellEmail({ subject, heading: subject, to: merchant, lines })
}

const REASONS = {
  gone: 'it answered with status 410, which asks for no more of them',
  failing: 'no webhook has arrived there for five days',
}
