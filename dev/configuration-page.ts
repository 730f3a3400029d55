import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Group, isOptionalGroup, isVariable, type Variable, VARIABLES } from '../config/variables.ts'

const PAGE = new URL('../docs/configuration.md', import.meta.url)
const GENERATED =
  /(<!-- Generated from config\/variables\.ts[^\n]*-->\n)[^]*?(<!-- End of the generated part\. -->)/

export function configurationPage(): string {
  const table = ['| variable | meaning | default |', '|---|---|---|', ...rows(VARIABLES)].join('\n')
  return readFileSync(PAGE, 'utf8').replace(
    GENERATED,
    (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
  )
}

function rows(group: Group, title?: string): string[] {
  return Object.values(group).flatMap((entry) => {
    if (isVariable(entry)) return [row(entry, title)]
    return isOptionalGroup(entry) ? rows(entry.variables, entry.title) : rows(entry)
  })
}

function row({ name, meaning, optional, default: fallback }: Variable, title: string | undefined): string {
  const required = title === undefined ? 'required' : `required for ${title}`
  const withoutIt = fallback === undefined ? (optional ? 'not set' : required) : `\`${fallback}\``
  return `| \`${name}\` | ${meaning} | ${withoutIt} |`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(PAGE, configurationPage())
}
