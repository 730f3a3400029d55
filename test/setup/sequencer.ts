import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Each file that mostly waits runs together with files that compute. */
const LONGEST = [
  'test/browser/pages.browser',
  'test/e2e/reminders/deliveries',
  'test/chaos/processes',
  'test/browser/payment-page.browser',
  'test/browser/keyboard.browser',
  'test/browser/dashboard.browser',
  'test/e2e/dashboard/pages',
  'test/browser/docs.browser',
  'test/browser/settings.browser',
  'test/e2e/imports/imports.test',
  'test/e2e/customers/erasure',
  'test/e2e/recurring/recurring.test',
  'test/e2e/payments/provider-responses',
  'test/e2e/trust/suspension',
  'test/demo',
  'test/e2e/invoices/invoice-life',
  'test/e2e/imports/interrupted',
  'test/e2e/invoices/einvoices',
  'test/e2e/dashboard/settings',
  'test/e2e/payments/money-balances',
  'test/e2e/merchant-webhooks/retries',
  'test/e2e/payments/bank-failures',
  'test/e2e/security/malicious-input',
  'test/e2e/webhooks/out-of-order-reports',
  'test/e2e/resilience/crash',
  'test/model/server-lives',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const of = (name: string) => sorted.filter(({ project }) => project.name === name)
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((file) => moduleId.includes(file))
      return index < 0 ? LONGEST.length : index
    }
    // oxlint-disable-next-line unicorn/no-array-sort -- vitest's method, not an array's
    const sorted = await super.sort(files)
    const servers = of('servers').toSorted((one, other) => rank(one) - rank(other))
    return [...of('contract'), ...servers, ...of('unit')]
  }
}
