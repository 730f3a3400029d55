import { describe, expect, it } from 'vitest'
import { dayFromNow, readImport, review } from '../../clients/import-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilLocked } from '../../support/wait.ts'

const world = useWorld()

/** One more than errors.csv reads at once. */
const ROWS = 1_001

describe('errors.csv', () => {
  it('closes the connection when the database fails in the middle of the answer', async () => {
    const rows = Array.from({ length: ROWS }, (_, at) => `Ada,nobody ${at},1.00,GBP,${dayFromNow(14)},Work`)
    const header = 'customer_name,customer_email,amount,currency,due_date,description'
    const { id } = await review(world, [header, ...rows, ''].join('\n'))
    const headers = { authorization: `Bearer ${world.apiKey}` }
    // The answer begins with the header of the file, and then waits for the rows.
    const holder = world.em.fork()
    await holder.begin()
    await holder.execute('lock table import_file_row in access exclusive mode')
    const response = await fetch(`${world.publicUrl}/v1/imports/${id}/errors.csv`, { headers })
    const reader = response.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })()
    await untilLocked(world, '%import_file_row%')
    await holder.execute('alter table import_file_row rename to import_file_row_away')
    await holder.commit()
    await expect(rest).rejects.toThrow('terminated')
    await world.em.fork().execute('alter table import_file_row_away rename to import_file_row')
    expect((await readImport(world, id)).rows.invalid).toBe(ROWS)
    const whole = await (await fetch(`${world.publicUrl}/v1/imports/${id}/errors.csv`, { headers })).text()
    expect(whole.split('\r\n').filter(Boolean)).toHaveLength(ROWS + 1)
  })
})
