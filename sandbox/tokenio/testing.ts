import { startSandbox } from '../sandbox.ts'
import { eventually, postJson, type Receiver, startReceiver, testOptions } from '../testing.ts'

export interface Shown {
  id: string
  status: string
  bankPaymentStatus?: string
  authentication?: { redirectUrl: string }
}

export type TestTokenIo = Awaited<ReturnType<typeof startTestTokenIo>>

export async function startTestTokenIo(changes: object = {}) {
  const receiver: Receiver = await startReceiver()
  const tokenio = {
    memberId: 'm:1',
    apiKey: 'key',
    settlementAccounts: ['pa:1'],
    webhookUrl: `${receiver.url}/webhooks/tokenio`,
    webhookRetryDelaysMs: [1, 1],
    processDelayMs: 1,
    settleDelayMs: 1,
    ...changes,
  }
  const sandbox = await startSandbox({ ...testOptions(), tokenio })
  const { url, webhookKey } = sandbox.tokenio ?? { url: '', webhookKey: '' }

  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: 'Basic key', 'token-json-error': 'true' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const read = async (id: string) => (await call('GET', `/v2/payments/${id}`)).body['payment'] as Shown
  const refund = (id: string, value: string) =>
    call('POST', '/refunds', {
      initiation: {
        refId: `r-${value}`,
        description: 'INV-1',
        amount: { value, currency: 'EUR' },
        localInstrument: 'SEPA',
        originalPaymentId: id,
      },
    })

  return {
    url,
    webhookKey,
    receiver,
    call,
    read,
    refund,
    control: (path: string, body: object = {}) => postJson(`${url}/sandbox/${path}`, body),
    pay: async (changed: object = {}) =>
      (await call('POST', '/v2/payments', initiation(changed))).body['payment'] as Shown,
    decide: async ({ authentication }: Shown, fields: Record<string, string>) => {
      const page = (authentication?.redirectUrl ?? '').replace('?key=', '/decision?key=')
      const body = new URLSearchParams(fields)
      return (await fetch(page, { method: 'POST', body, redirect: 'manual' })).headers.get('location')
    },
    ended: (id: string, status: string, atBank?: string) =>
      eventually(async () => {
        const latest = await read(id)
        return latest.status === status && latest.bankPaymentStatus === atBank && latest
      }),
    webhooks: async () => {
      const answer = (await (await fetch(`${url}/sandbox/webhooks`)).json()) as {
        webhooks: { event_id: string; state: string }[]
      }
      return answer.webhooks
    },
    async close() {
      await sandbox.close()
      await receiver.close()
    },
  }
}

export function initiation(changes: object = {}): object {
  return {
    initiation: {
      bankId: 'sandbox-klitbanken',
      refId: 'ref-1',
      remittanceInformationPrimary: 'INV-1',
      amount: { value: '10.00', currency: 'DKK' },
      localInstrument: 'EU_DOMESTIC_NON_EURO',
      creditor: { name: 'Larkspur', iban: 'DK5000400440116243' },
      callbackUrl: 'http://127.0.0.1:9/back?from=bank',
      callbackState: 'state-1',
      flowType: 'EMBEDDED_HOSTED_PAGES',
      ...changes,
    },
  }
}

export function intoSettlement(value = '10.00'): object {
  return {
    bankId: 'sandbox-lindenkasse',
    amount: { value, currency: 'EUR' },
    localInstrument: 'SEPA',
    creditor: { virtualAccountId: 'pa:1' },
  }
}
