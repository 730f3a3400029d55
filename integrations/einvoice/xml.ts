/** The text is a closed element. */
declare const elementBrand: unique symbol
export type Element = string & { readonly [elementBrand]: true }

type Attributes = Record<string, string | undefined>
type Content = Element | readonly (Element | undefined)[] | undefined

/**
 * Returns the element, or undefined if the text is missing or empty.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function leaf(
  name: string,
  text: string | undefined,
  attributes: Attributes = {},
): Element | undefined {
  const legal = text?.toWellFormed().replace(CONTROLS, '').replace(NO_TEXT, '\u{FFFD}').trim()
  return legal ? element(name, escapeText(legal), attributes) : undefined
}

/** Returns the element, or undefined if all its children are missing. */
export function group(name: string, ...children: Content[]): Element | undefined {
  const present = children.flat().filter((child) => child !== undefined)
  return present.length > 0 ? element(name, present.join('')) : undefined
}

/** Returns the element even without children. */
export function required(name: string, ...children: Content[]): Element {
  return group(name, ...children) ?? element(name, '')
}

export function documentOf(root: string, namespaces: Attributes, ...children: Content[]): string {
  const content = children.flat().filter((child) => child !== undefined)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content.join(''), namespaces)}\n`
}

const CONTROLS = /[\p{Cc}--[\t\n\r]]/gv
// Noncharacters are forbidden. Private use has no meaning for the reader.
const NO_TEXT = /[\p{Co}\p{Noncharacter_Code_Point}]/gu

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

function escapeText(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character)
}

function element(name: string, content: string, attributes: Attributes = {}): Element {
  const list = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${escapeText(value)}"`,
  )
  return `<${name}${list.join('')}>${content}</${name}>` as Element
}
