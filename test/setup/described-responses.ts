import { afterAll, afterEach, expect } from 'vitest'
import { watchResponses } from '../support/described-responses.ts'

const faults = watchResponses()
const expectNone = () =>
  expect(faults.splice(0), 'responses that differ from the OpenAPI document').toEqual([])

afterEach(expectNone)
afterAll(expectNone)
