import path from 'node:path'
import { beforeEach } from 'vitest'
import { isNightly } from '../support/nightly-cases.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

beforeEach(({ task, skip }) => {
  if (isNightly(path.relative(ROOT, task.file.filepath), task.name)) skip()
})
