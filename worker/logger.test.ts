import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createSdkLogger } from './logger.ts'

it('writes a message of the SDK to pino with its level, fields and error', () => {
  const lines: string[] = []
  const logger = createSdkLogger(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }))
  logger.debug('below the level')
  logger.log('WARN', 'activity failed', { workflowId: 'invoice-1', error: new Error('timeout') })
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({
      level: 40,
      msg: 'activity failed',
      workflowId: 'invoice-1',
      err: expect.objectContaining({ message: 'timeout' }) as unknown,
    }),
  ])
})

it('writes a retried call of the SDK with the level debug', () => {
  const lines: string[] = []
  const logger = createSdkLogger(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }))
  logger.warn('gRPC call poll_workflow_task_queue retried 6 times')
  logger.warn('Network error while completing activity')
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'Network error while completing activity',
  ])
})
