import { describe, expect, it } from 'vitest'
import { dayFromNow, readImport, review } from '../../clients/import-client.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()

/** One more than errors.csv reads at once. */
const ROWS = 1_001

describe('errors.csv', () => {
  it('closes the connection when the database fails in the middle of the answer', async () => {
    const wide = 'x'.repeat(9_000)
    const rows = Array.from(
      { length: ROWS },
      (_, at) => `Ada,nobody ${at},1.00,GBP,${dayFromNow(14)},${wide}`,
    )
    const header = 'customer_name,customer_email,amount,currency,due_date,description'
    const { id } = await review(world, [header, ...rows, ''].join('\n'))
    const headers = { authorization: `Bearer ${world.apiKey}` }
    const response = await fetch(`${world.publicUrl}/v1/imports/${id}/errors.csv`, { headers })
    const reader = response.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    await world.em.fork().execute('alter table import_file_row rename to import_file_row_away')
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })()
    await expect(rest).rejects.toThrow('terminated')
    await world.em.fork().execute('alter table import_file_row_away rename to import_file_row')
    expect((await readImport(world, id)).rows.invalid).toBe(ROWS)
    const whole = await (await fetch(`${world.publicUrl}/v1/imports/${id}/errors.csv`, { headers })).text()
    expect(whole.split('\r\n').filter(Boolean)).toHaveLength(ROWS + 1)
  })
})
