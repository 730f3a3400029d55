import { blankTexts, type Comment, findComments } from './comments.ts'

const MAX_WORDS = 15
const MAX_LINES = 3

const NO_SUBJECT =
  /^\W*(?:what|who|whose|whether|where|wherever|which|whoever|whatever|that|those|these|this|it|they|its|their|them|so|of|not|nor|then|how|why|and|or|but)\b/i

const UNPLAIN_WORDS = [
  'anew',
  'besides?',
  'by then',
  'couriers?',
  'fate',
  'first version',
  'for good',
  'gives? way',
  'hears?',
  'heard',
  'heeds?|heeded',
  'hence',
  'hitherto',
  'in hand',
  'insists?',
  'learns?',
  'lends?',
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

const DIRECTIVE = /^(?:oxlint|eslint|@ts-|@vitest|@internal$|v8 |#|\/ <reference)/

export interface Breach {
  line: number
  rule: 'subject' | 'sentence' | 'lines' | 'word'
  text: string
}

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
  if (sentences(prose).some((sentence) => NO_SUBJECT.test(sentence))) rules.push('subject')
  if (sentences(prose).some((sentence) => wordCount(sentence) > MAX_WORDS)) rules.push('sentence')
  if (lines > MAX_LINES) rules.push('lines')
  if (UNPLAIN.test(prose)) rules.push('word')
  return rules
}

function nameRules(name: string): Breach['rule'][] {
  const prose = withoutCode(name)
  return [
    ...(NO_SUBJECT.test(prose) ? (['subject'] as const) : []),
    ...(UNPLAIN.test(prose) ? (['word'] as const) : []),
  ]
}

const TEST_CALL = /(?<![\w.$]|function )(?:it|test|describe)(?:\.\w+)*(?:<[^;]*?>)?(?=\()/g
const TEST_NAME = /\s*(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`)/y

function testNames(source: string): { line: number; text: string }[] {
  const code = blankTexts(source)
  return [...code.matchAll(TEST_CALL)].flatMap(({ 0: call, index }) => {
    let begin = index + call.length
    for (let end = endOfCall(code, begin); code[end] === '('; end = endOfCall(code, end)) begin = end
    TEST_NAME.lastIndex = begin + 1
    const name = TEST_NAME.exec(source)
    if (name === null) return []
    const line = source.slice(0, begin + 1 + name[0].search(/\S/)).split('\n').length
    return [{ line, text: name[1] ?? name[2] ?? name[3] ?? '' }]
  })
}

function endOfCall(code: string, begin: number): number {
  let open = 0
  for (let at = begin; at < code.length; at += 1) {
    if (code[at] === '(') open += 1
    else if (code[at] === ')') open -= 1
    if (open === 0) return at + 1
  }
  return code.length
}

function withoutCode(text: string): string {
  return text
    .replace(/```[^]*?```/g, ' ')
    .replace(/`[^`]*`/g, 'code')
    .replace(/\$\{[^}]*\}/g, 'code')
    .replace(/\{@link[^}]*\}/g, 'link')
    .replace(/<?https?:\/\/\S+/g, '')
}

function sentences(text: string): string[] {
  return text
    .replace(/\b(e\.g|i\.e|etc|vs|cf)\./g, '$1')
    .split(/(?<=[.!?]['"”’)]*)\s+|\s(?=@\w+\b)|\s(?=[-•] )/)
    .map((sentence) => sentence.replace(/^@param \S+|^@\w+/, ''))
}

function wordCount(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /\w/.test(word)).length
}
