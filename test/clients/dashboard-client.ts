import type { Browser, Page } from './identity-client.ts'

/** Sends a form of a page with its hidden fields, as a browser does. */
export async function submit(
  browser: Browser,
  page: string,
  action: string,
  entered: Record<string, string> = {},
): Promise<Page> {
  const { text } = await browser.get(page)
  return browser.post(action, { ...fieldsOf(text, action), ...entered })
}

/** Reads the values with which the form is shown. */
export function fieldsOf(text: string, action: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*action="${escaped(action)}"[^>]*>([^]*?)</form>`).exec(text)?.[1]
  if (form === undefined) throw new Error(`no form leads to ${action}`)
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const isOff = /type="checkbox"/.test(tag) && !/ checked/.test(tag)
    const name = attribute(tag, 'name')
    if (name && !isOff) fields[name] = attribute(tag, 'value')
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    fields[name] = decoded(value)
  for (const [, name = '', options = ''] of form.matchAll(
    /<select[^>]*name="([^"]+)"[^>]*>([^]*?)<\/select>/g,
  ))
    fields[name] = attribute(/<option[^>]* selected[^>]*>/.exec(options)?.[0] ?? options, 'value')
  return fields
}

export function textOf(html: string): string {
  return decoded(html.replace(/<(style|script)[^]*?<\/\1>|<wbr\/?>/g, '').replace(/<[^>]+>/g, ' ')).replace(
    /\s+/g,
    ' ',
  )
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
