export interface Comment {
  line: number
  text: string
  lines: number
}

interface Token {
  kind: 'comment' | 'text'
  start: number
  end: number
}

const BLOCK = /\/\*[^]*?\*\//y
const LINES = /\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/y
const REST_OF_LINE = /\/\/[^\n]*/y
const STRING = /'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"/y
const REGEX =
  /(?<=(?:^|[(,=:[!&|?{};+])\s*|\breturn\s+)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//my
const TEMPLATE_TEXT = /(?:\\[^]|\$(?!\{)|[^`\\$])*/y

export function findComments(source: string): Comment[] {
  return findTokens(source)
    .filter(({ kind }) => kind === 'comment')
    .map(({ start, end }) => read(source.slice(start, end), source, start))
}

export function blankTexts(source: string): string {
  const parts: string[] = []
  let at = 0
  for (const { start, end } of findTokens(source)) {
    parts.push(source.slice(at, start), ' '.repeat(end - start))
    at = end
  }
  return [...parts, source.slice(at)].join('')
}

function findTokens(source: string): Token[] {
  const tokens: Token[] = []
  const templates: number[] = []
  let at = 0

  while (at < source.length) {
    if (!isUrl() && (take('comment', BLOCK) || take('comment', followsCode() ? REST_OF_LINE : LINES)))
      continue
    if (!take('text', STRING) && !take('text', REGEX)) takeCharacter()
  }
  return tokens

  function take(kind: Token['kind'], pattern: RegExp): boolean {
    pattern.lastIndex = at
    const token = pattern.exec(source)?.[0]
    if (token === undefined) return false
    tokens.push({ kind, start: at, end: at + token.length })
    at += token.length
    return true
  }

  function takeCharacter(): void {
    const character = source[at]
    at += 1
    const open = templates.at(-1)
    if (character === '`') {
      templates.push(0)
      takeTemplateText()
    } else if (open !== undefined && character === '{') templates.splice(-1, 1, open + 1)
    else if (open !== undefined && character === '}') {
      if (open === 0) takeTemplateText()
      else templates.splice(-1, 1, open - 1)
    }
  }

  function takeTemplateText(): void {
    take('text', TEMPLATE_TEXT)
    const isEnd = source[at] === '`'
    if (isEnd) templates.pop()
    at += isEnd ? 1 : 2
  }

  function isUrl(): boolean {
    return source[at - 1] === ':' && source.startsWith('//', at)
  }

  function followsCode(): boolean {
    return source.slice(source.lastIndexOf('\n', at - 1) + 1, at).trim() !== ''
  }
}

function read(token: string, source: string, start: number): Comment {
  const lines = token
    .replace(/^\/\*+|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\*|\/\/)? ?/, '').trim())
    .filter((line) => line !== '')
  const firstTag = lines.findIndex((line) => line.startsWith('@'))
  return {
    line: source.slice(0, start).split('\n').length,
    text: lines.join(' '),
    lines: firstTag < 0 ? lines.length : firstTag,
  }
}
