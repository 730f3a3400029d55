import * as wf from '@temporalio/workflow'
import type { Steps } from './steps.ts'

const { send } = wf.proxyLocalActivities<Steps>({ startToCloseTimeout: '5 seconds' })

export async function patchedWorkflow(): Promise<string[]> {
  return [await send()]
}
