import type { WorkflowRef } from '../../clients/workflow-client.ts'
import { type Claimed, claimRows, type DueRows, releaseRow } from '../../db/claims.ts'
import type { EntityManager } from '../../db/orm.ts'
import { BATCH_ROWS, type RecoveryDeps, type RecoveryJob } from '../deps.ts'
import { forEachRow } from '../for-each-row.ts'

interface ReloadJob<Row extends WorkflowRef> {
  name: string
  due: (graceMs: number) => DueRows
  columns?: readonly string[]
  reload: (deps: RecoveryDeps, row: Claimed<Row>, em: EntityManager) => Promise<void>
}

export function createReloadJob<Row extends WorkflowRef = WorkflowRef>({
  name,
  due,
  columns = [],
  reload,
}: ReloadJob<Row>): RecoveryJob {
  return {
    name,
    due,
    async run(deps, graceMs) {
      const dueRows = due(graceMs)
      const selected = ['t.id', 't.merchant_id as "merchantId"', ...columns].join(', ')
      const rows = await claimRows<Row>(deps.em.fork(), dueRows, selected, BATCH_ROWS)
      const recover = async (row: Claimed<Row>, em: EntityManager) => {
        try {
          await reload(deps, row, em)
        } catch (error) {
          await releaseRow(em, dueRows, row)
          throw error
        }
      }
      await forEachRow(deps, name, rows, ({ id }) => ({ id }), recover)
    },
  }
}
