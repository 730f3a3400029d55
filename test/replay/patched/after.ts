import * as wf from '@temporalio/workflow'
import type { Steps } from './steps.ts'

const { check, send } = wf.proxyLocalActivities<Steps>({ startToCloseTimeout: '5 seconds' })

export async function patchedWorkflow(): Promise<string[]> {
  const isChecked = wf.patched('check-before-send')
  return isChecked ? [await check(), await send()] : [await send()]
}
