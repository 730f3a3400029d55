import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Short files with long tests. Vitest sorts unknown files by size. */
const LONGEST = [
  'test/chaos/imports',
  'test/model/server-lives',
  'test/e2e/recurring/years',
  'test/e2e/recurring/outages',
  'test/e2e/payments/provider-responses',
  'test/e2e/payments/money-balances',
  'test/e2e/resilience/races-payments',
  'test/demo',
]

/** Begins with the longest files: at the end they would run alone. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((file) => moduleId.includes(file))
    const isOfServers = ({ project }: TestSpecification) => project.name === 'servers'
    // oxlint-disable-next-line unicorn/no-array-sort -- vitest's method, not an array's
    const sorted = await super.sort(files)
    const servers = sorted.filter(isOfServers)
    const other = sorted.filter((file) => !isOfServers(file))
    return [...servers.filter(isLong), ...servers.filter((file) => !isLong(file)), ...other]
  }
}
