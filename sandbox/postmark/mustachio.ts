/**
 * Renders the part of Postmark's template language that mails commonly use: `{{ a.name }}` (escaped),
 * `{{{ a.name }}}` (raw), `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}` and `{{#each list}}…{{/each}}`.
 * A name that the model lacks is left empty. https://postmarkapp.com/support/article/1077-template-syntax
 */
export function renderMustachio(template: string, model: unknown, escape: (text: string) => string): string {
  return render(template, [model], escape)
}

/** Makes text safe inside HTML and its attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const section = /\{\{\s*([#^])\s*(each\s+)?([\w.]+)\s*\}\}/
const value = /\{\{\{\s*([\w.]+)\s*\}\}\}|\{\{\s*([\w.]+)\s*\}\}/g

function render(template: string, scopes: unknown[], escape: (text: string) => string): string {
  const opening = section.exec(template)
  if (!opening) return fill(template, scopes, escape)
  const [tag, sign, each, path = ''] = opening
  const bodyStart = opening.index + tag.length
  const closing = findClosing(template, bodyStart, each ? 'each' : path)
  const body = template.slice(bodyStart, closing.start)
  const found = lookUp(scopes, path)
  const inner = repeat(found, sign === '^', each !== undefined).map((item) =>
    render(body, [item, ...scopes], escape),
  )
  return (
    fill(template.slice(0, opening.index), scopes, escape) +
    inner.join('') +
    render(template.slice(closing.end), scopes, escape)
  )
}

/** The scopes that a section's body is rendered with, one each. */
function repeat(found: unknown, inverted: boolean, each: boolean): unknown[] {
  const empty = !found || (Array.isArray(found) && found.length === 0)
  if (inverted) return empty ? [found] : []
  if (empty) return []
  return each && Array.isArray(found) ? found : [found]
}

function findClosing(template: string, from: number, name: string): { start: number; end: number } {
  const either = name === 'each' ? '#\\s*each\\s+[\\w.]+' : `[#^]\\s*${name.replaceAll('.', '\\.')}`
  const tags = new RegExp(`\\{\\{\\s*(?:(${either})|/\\s*${name.replaceAll('.', '\\.')})\\s*\\}\\}`, 'g')
  tags.lastIndex = from
  let depth = 1
  for (let tag = tags.exec(template); tag; tag = tags.exec(template)) {
    depth += tag[1] ? 1 : -1
    if (depth === 0) return { start: tag.index, end: tags.lastIndex }
  }
  return { start: template.length, end: template.length }
}

function fill(template: string, scopes: unknown[], escape: (text: string) => string): string {
  return template.replace(value, (_, raw: string | undefined, escaped: string | undefined) => {
    const found = lookUp(scopes, raw ?? escaped ?? '')
    const text = shown(found)
    return raw ? text : escape(text)
  })
}

function shown(found: unknown): string {
  if (found === undefined || found === null) return ''
  return typeof found === 'string' ? found : JSON.stringify(found)
}

function lookUp(scopes: unknown[], path: string): unknown {
  if (path === '.' || path === 'this') return scopes[0]
  const names = path.split('.')
  for (const scope of scopes) {
    const found = names.reduce<unknown>((at, name) => property(at, name), scope)
    if (found !== undefined) return found
  }
  return undefined
}

function property(of: unknown, name: string): unknown {
  if (typeof of !== 'object' || of === null || !Object.hasOwn(of, name)) return undefined
  return (of as Record<string, unknown>)[name]
}
