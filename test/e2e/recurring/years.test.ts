import { describe, expect, it } from 'vitest'
import { runSchedule, NEXT_YEAR } from './run-years.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()

const MONTHS = Number(process.env['MONTHS'] ?? 14)

const MONTH_ENDS = Array.from({ length: MONTHS }, (_, month) =>
  new Date(Date.UTC(NEXT_YEAR, month + 1, 0)).toISOString().slice(0, 10),
)

describe(
  `${MONTHS} months of a recurring invoice on the 31st, moved by the test clock`,
  { timeout: 900_000 },
  () => {
    it.each([
      ['Europe/Copenhagen', [7, 8]],
      ['America/Sao_Paulo', [12]],
    ] as const)('issues one invoice on the last day of each month at nine in %s', async (zone, hours) => {
      expect(await runSchedule(world, zone, { unit: 'month' }, MONTH_ENDS)).toEqual(hours)
    })
  },
)
