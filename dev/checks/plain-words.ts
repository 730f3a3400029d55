import { type Comment, findComments } from './comments.ts'

const MAX_WORDS = 15
const MAX_LINES = 3

/** First words that leave a comment without a subject. */
const NO_SUBJECT =
  /^(?:What|Who|Whose|Whether|Where|Wherever|Which|Whoever|Whatever|That|Those|These|This|It|They|Its|Their|Them|So|Of|Not|Nor|Then)\b/

/** First words that leave a test name without trigger and outcome. */
const NO_VERB = /^(?:what|who|whose|where|which|that|those|these|this|it|they|its|their|of|nor|so|then)\b/

/** Metaphors for software, riddles and old-fashioned words. Each is wrong in every comment and test name. */
const UNPLAIN_WORDS = [
  'anew',
  'besides?',
  'by then',
  'couriers?',
  'first version',
  'for good',
  'gives? way',
  'hears?',
  'heard',
  'heeds?|heeded',
  'hence',
  'hitherto',
  'in hand',
  'learns?',
  'lest',
  'nobody',
  'of before',
  'of its own accord',
  'of old',
  "of one[’']s own",
  'owed',
  'referee',
  'sees? to it',
  'shall',
  'so many',
  'stumbles?',
  'takes? (?:its|their) word',
  'tells?',
  'told',
  'twins?',
  'upon',
  'whatever',
  'whoever',
  'woken?',
]
const UNPLAIN = new RegExp(`(?<![\\w-])(?:${UNPLAIN_WORDS.join('|')})(?![\\w-])`, 'i')

/** Comments that a program reads. */
const DIRECTIVE = /^(?:oxlint|eslint|@ts-|@vitest|@internal$|v8 |#|\/ <reference)/

export interface Breach {
  /** Counted from 1. */
  line: number
  rule: 'subject' | 'sentence' | 'lines' | 'word'
  text: string
}

/** Lists the comments and test names that break the rule of CONTRIBUTING.md for plain language. */
export function findBreaches(source: string): Breach[] {
  const comments = findComments(source).flatMap((comment) =>
    commentRules(comment).map((rule) => ({ line: comment.line, rule, text: comment.text })),
  )
  const names = testNames(source).flatMap(({ line, text }) =>
    nameRules(text).map((rule) => ({ line, rule, text })),
  )
  return [...comments, ...names].toSorted((a, b) => a.line - b.line)
}

function commentRules({ text, lines }: Comment): Breach['rule'][] {
  if (DIRECTIVE.test(text)) return []
  const prose = withoutCode(text)
  const rules: Breach['rule'][] = []
  if (NO_SUBJECT.test(prose)) rules.push('subject')
  if (sentences(prose).some((sentence) => wordCount(sentence) > MAX_WORDS)) rules.push('sentence')
  if (lines > MAX_LINES) rules.push('lines')
  if (UNPLAIN.test(prose)) rules.push('word')
  return rules
}

function nameRules(name: string): Breach['rule'][] {
  const prose = withoutCode(name)
  return [
    ...(NO_VERB.test(prose) ? (['subject'] as const) : []),
    ...(UNPLAIN.test(prose) ? (['word'] as const) : []),
  ]
}

// `it('…'`, `it.skip('…'`, `it.each(cases)('…'` and `it.each([…])('…'`.
const TEST_NAME =
  /\bit(?:\.\w+)*(?:\((?:\w+|\[[^]*?\])\))?\(\s*(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`)/g

function testNames(source: string): { line: number; text: string }[] {
  return [...source.matchAll(TEST_NAME)].map(({ 0: call, 1: single, 2: double, 3: template, index }) => ({
    line: source.slice(0, index + call.length).split('\n').length,
    text: single ?? double ?? template ?? '',
  }))
}

/** Puts one word in the place of code and of an address. */
function withoutCode(text: string): string {
  return text
    .replace(/```[^]*?```/g, ' ')
    .replace(/`[^`]*`/g, 'code')
    .replace(/\$\{[^}]*\}/g, 'code')
    .replace(/\{@link[^}]*\}/g, 'link')
    .replace(/<?https?:\/\/\S+/g, '')
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?:;])\s+|\s(?=@\w+\b)|\s(?=[-•] )/)
}

function wordCount(sentence: string): number {
  return sentence
    .replace(/^@param \S+|^@\w+/, '')
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length
}
