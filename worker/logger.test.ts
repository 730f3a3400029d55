import { expect, it } from 'vitest'
import { capturedLog } from '../test/support/captured-log.ts'
import { createSdkLogger } from './logger.ts'

const UP = { isKnown: false, isRecovering: false }

it('writes a message of the SDK to pino with its level, fields and error', () => {
  const { lines, log } = capturedLog()
  const logger = createSdkLogger(log, UP)
  logger.debug('below the level')
  logger.log('WARN', 'activity failed', { workflowId: 'invoice-1', error: new Error('timeout') })
  expect(lines).toEqual([
    expect.objectContaining({
      level: 40,
      msg: 'activity failed',
      workflowId: 'invoice-1',
      err: expect.objectContaining({ message: 'timeout' }) as unknown,
    }),
  ])
})

it.each([
  ['no outage', UP, ['Network error while completing activity', 'Workflow failed']],
  ['a known outage', { isKnown: true, isRecovering: false }, ['Workflow failed']],
  ['a recovery', { isKnown: false, isRecovering: true }, ['Workflow failed']],
])('writes retries, and failed calls in an outage, with the level debug: %s', (_, temporal, written) => {
  const { lines, log } = capturedLog()
  const logger = createSdkLogger(log, temporal)
  logger.warn('gRPC call poll_workflow_task_queue retried 6 times')
  logger.warn('Network error while completing activity')
  logger.warn('Workflow failed')
  expect(lines.map(({ msg }) => msg)).toEqual(written)
})
