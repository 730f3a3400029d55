import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The first two work while the contract of the rails waits. */
const LONGEST = [
  'test/browser/pages.browser',
  'test/e2e/reminders/deliveries',
  'test/e2e/payments/provider-responses',
  'test/chaos/processes',
  'test/e2e/imports/interrupted',
  'test/e2e/security/malicious-input',
  'test/e2e/payments/money-balances',
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
