import type { OwnWords } from '../../../../domain/invoice/messages/own-words.ts'
import { subjectLine } from './layout.ts'

interface EmailWords {
  subject: string
  greeting: string
  opening: string
  closing: string
}

/** The greeting stays if the merchant's own text does not greet. */
export function emailWords(ours: EmailWords, { subject, text }: OwnWords, customer: string): EmailWords {
  const words = { ...ours, subject: subjectLine(subject ?? ours.subject) }
  if (text === undefined) return words
  return { ...words, greeting: greets(text, customer) ? '' : ours.greeting, opening: text, closing: '' }
}

const GREETING = new RegExp(
  String.raw`^\s*(${[
    'dear|hello|hi|hey|greetings|good (morning|afternoon|evening|day)',
    'hej|hejsa|kære|hei|kjære|bästa|god ?(dag|morgen|aften|morgon|kväll|kveld)|hyvä|arvoisa|terve',
    'hallo|guten (tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?',
    'beste|geachte|goede(morgen|middag|navond)|goedendag',
    'bonjour|bonsoir|cher|chère|madame|monsieur|hola|buen[oa]s (días|tardes|noches)|estimad[oa]s?',
    'gentile|egregi[oa]|buongiorno|buonasera|salve|car[oa]',
  ].join('|')})(?=[\s,!:/])`,
  'iu',
)

function greets(text: string, name: string): boolean {
  if (GREETING.test(text)) return true
  const [first = ''] = name.split(/\s+/)
  const words = (text.trim().split(/[,!:\n]/, 1)[0] ?? '').replace(/[\u2066-\u2069]/g, '')
  const isShort = words.length < text.trim().length && words.split(/\s+/).length <= 6
  return isShort && [name, first].some((called) => called !== '' && words.endsWith(called))
}
