import { expect, it } from 'vitest'
import { isPermanent } from '../../domain/invoice/index.ts'
import { meaningOfTwilioCode } from './twilio-errors.ts'

it.each([
  ['an invalid number', 21211, 'invalid_recipient'],
  ['a number that is no mobile number', 21614, 'invalid_recipient'],
  ['a landline', 21635, 'invalid_recipient'],
  ['an unknown handset', 30005, 'invalid_recipient'],
  ['a recipient who unsubscribed', 21610, 'opted_out'],
])('shuts the number for %s', (_, code, meaning) => {
  expect(meaningOfTwilioCode(code)).toBe(meaning)
  expect(isPermanent(meaning as 'opted_out')).toBe(true)
})

it.each([
  ['a sender that does not reach the number', 21612, 'not_sent'],
  ['a country that is not enabled', 21408, 'not_sent'],
  ['a suspended account', 30002, 'not_sent'],
  ['an unregistered sender', 30034, 'not_sent'],
  ['a message that a carrier blocks', 30004, 'rejected'],
  ['a message that a carrier filters', 30007, 'rejected'],
])('keeps the number open for %s', (_, code, meaning) => {
  expect(meaningOfTwilioCode(code)).toBe(meaning)
  expect(isPermanent(meaning as 'not_sent')).toBe(false)
})

it.each([
  ['a full queue', 21611],
  ['an unusable sender', 21606],
  ['too many requests', 20429],
  ['wrong credentials', 20003],
  ['a phone that is off', 30003],
  ['an unknown error', 30008],
])('gives %s no meaning for the number', (_, code) => {
  expect(meaningOfTwilioCode(code)).toBeUndefined()
})
