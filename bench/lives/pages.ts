export interface Form {
  action: string
  fields: Map<string, string>
}

export function postForms(page: string, address: string): Form[] {
  return [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)]
    .filter(([, form = '']) => attribute(form, 'method')?.toLowerCase() === 'post')
    .map(([, form = '', content = '']) => ({
      action: new URL(attribute(form, 'action') ?? '', address).href,
      fields: fieldsOf(content),
    }))
}

export function buttonValues(page: string, name: string): string[] {
  return [...page.matchAll(/<button\b([^>]*)>/g)]
    .map(([, button = '']) => button)
    .filter((button) => attribute(button, 'name') === name && !/\sdisabled\b/.test(button))
    .map((button) => attribute(button, 'value') ?? '')
}

export function post(action: string, fields: Iterable<[string, string]> = []): Promise<Response> {
  return fetch(action, { method: 'POST', body: new URLSearchParams([...fields]), redirect: 'manual' })
}

export async function open(address: string): Promise<string> {
  const response = await fetch(address)
  const page = await response.text()
  if (!response.ok) throw new Error(`${address} answers ${response.status}`)
  return page
}

function fieldsOf(form: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [, select = '', options = ''] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => option)
    const chosen = all.find((option) => /\sselected\b/.test(option)) ?? all[0] ?? ''
    fields.set(attribute(select, 'name') ?? '', attribute(chosen, 'value') ?? '')
  }
  for (const [, input = ''] of form.matchAll(/<input\b([^>]*)>/g)) {
    const isOff = /\stype="(radio|checkbox)"/.test(input) && !/\schecked\b/.test(input)
    if (!isOff) fields.set(attribute(input, 'name') ?? '', attribute(input, 'value') ?? '')
  }
  fields.delete('')
  return fields
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&')
}
