import { describe, expect, it } from 'vitest'
import { fillPlaceholders, unknownPlaceholder } from '../../shared/placeholders.ts'
import { type MessageTemplate, NO_WORDS, PLACEHOLDERS, wordsIn } from './own-words.ts'

const values = Object.fromEntries(PLACEHOLDERS.map((name) => [name, `<${name}>`])) as Record<
  (typeof PLACEHOLDERS)[number],
  string
>

describe('fillPlaceholders', () => {
  it('fills each placeholder of the list wherever it stands', () => {
    const text = PLACEHOLDERS.map((name) => `{${name}}`).join(' ')
    expect(fillPlaceholders(`${text} ${text}`, values)).toBe(
      `${Object.values(values).join(' ')} ${Object.values(values).join(' ')}`,
    )
  })

  it('leaves the braces of a value, and a value that is a pattern, as they are', () => {
    const hostile = { ...values, customer_name: '{secure_payment_url} $& {amount}' }
    expect(fillPlaceholders('Dear {customer_name}, {amount}', hostile)).toBe(
      'Dear {secure_payment_url} $& {amount}, <amount>',
    )
  })

  it.each(['a { b } c', '{', '}', 'x {{amount}} y'])(
    'keeps a brace that begins no placeholder: %s',
    (text) => {
      expect(fillPlaceholders(text, values)).toBe(text.replace('{amount}', '<amount>'))
    },
  )
})

describe('unknownPlaceholder', () => {
  it.each([
    ['Pay {amount} now', undefined],
    ['Pay {ammount} now', 'ammount'],
    ['Pay {Amount}', 'Amount'],
    ['Pay {amount_due}', 'amount_due'],
    ['Pay { amount }', ' amount '],
    ['Pay {}', ''],
    ['Pay } now {', undefined],
  ])('finds in %j the name %j', (text, name) => {
    expect(unknownPlaceholder(text, PLACEHOLDERS)).toBe(name)
  })
})

describe('wordsIn', () => {
  const template: MessageTemplate = {
    subject: 'Any',
    text: 'any',
    smsText: null,
    translations: {
      da: { ...NO_WORDS, text: 'da', smsText: 'sms da' },
      'da-GL': { ...NO_WORDS, text: 'da-GL' },
    },
  }

  it.each([
    [undefined, 'Any', 'any', null],
    ['fr', 'Any', 'any', null],
    ['da', 'Any', 'da', 'sms da'],
    ['da-DK', 'Any', 'da', 'sms da'],
    ['da-GL', 'Any', 'da-GL', 'sms da'],
    ['dan', 'Any', 'any', null],
  ])('takes each text in %s from the most specific language that has it', (language, ...expected) => {
    const { subject, text, smsText } = wordsIn(template, [language])
    expect([subject, text, smsText]).toEqual(expected)
  })

  it('asks the next language for a text that the first does not have', () => {
    expect(wordsIn(template, ['no', 'da']).text).toBe('da')
  })
})
