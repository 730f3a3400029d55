import { type Comment, findComments } from './comments.ts'

const MOST_WORDS = 15
const MOST_LINES = 3

/** First words that leave the reader without a subject. */
const NO_SUBJECT =
  /^(?:What|Who|Whose|Whether|Where|Wherever|Which|That|Those|These|This|It|They|Its|Their|Them|So|Beside|Of|Not|Nor|Then|One|Ones)\b/

/** Metaphors for software, riddles and old-fashioned words. */
const UNPLAIN = [
  'anew',
  'beside',
  'besides',
  'by then',
  "by one's",
  'courier',
  'for good',
  'heed',
  'hitherto',
  'in hand',
  'learns?',
  'nobody',
  'of before',
  'of its own accord',
  'of old',
  'of one’s own',
  'owed',
  'referee',
  'so many',
  'stumbles?',
  'takes? its word',
  'tells?',
  'told',
  'hears?',
  'heard',
  'twins?',
  'upon',
  'whatever',
  'whoever',
  'whose',
  'woken?',
  '(?:its|the rail’s|a rail’s|the bank’s) word',
  'yonder',
]
const UNPLAIN_WORD = new RegExp(`\\b(?:${UNPLAIN.join('|')})\\b`, 'i')

export interface Breach {
  line: number
  rule: 'subject' | 'length' | 'lines' | 'words'
  text: string
}

/** What the comments of a source text break of the rule in CONTRIBUTING.md. */
export function findBreaches(source: string): Breach[] {
  return findComments(source).flatMap((comment) =>
    breachesOf(comment).map((rule) => ({ line: comment.line, rule, text: comment.text })),
  )
}

function breachesOf({ text, lines }: Comment): Breach['rule'][] {
  // A directive is for a tool, not for a reader.
  if (/^(?:oxlint|eslint|@ts-|prettier|v8|c8|#)/.test(text)) return []
  const plain = text.replace(/https?:\/\/\S+/g, '').replace(/`[^`]*`/g, 'code')
  const rules: Breach['rule'][] = []
  if (NO_SUBJECT.test(plain)) rules.push('subject')
  if (sentencesOf(plain).some((sentence) => wordsOf(sentence) > MOST_WORDS)) rules.push('length')
  if (lines > MOST_LINES) rules.push('lines')
  if (UNPLAIN_WORD.test(plain)) rules.push('words')
  return rules
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?:;])\s+|\s(?=@(?:param|returns?|throws|see|default|example)\b)/)
}

function wordsOf(sentence: string): number {
  return sentence
    .replace(/^@param \S+|^@\w+/, '')
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length
}
