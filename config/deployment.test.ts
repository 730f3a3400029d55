import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { configurationPage } from '../dev/configuration-page.ts'
import { listVariables, VARIABLES } from './variables.ts'

interface Compose {
  services: Record<string, { environment?: Record<string, string>; command?: string[]; build?: string }>
}

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose
const variables = listVariables(VARIABLES)
const OURS = ['api', 'worker', 'worker-version', 'migrate']

describe('docker-compose.yml', () => {
  it.each(OURS)('passes every known variable but HOST to %s, and no other', (name) => {
    const passed = Object.keys(compose.services[name]?.environment ?? {})
    const expected = variables.map((variable) => variable.name).filter((variable) => variable !== 'HOST')
    expect(passed.toSorted()).toEqual(expected.toSorted())
  })

  it('repeats the defaults of the configuration, except for the address of Temporal', () => {
    const passed = compose.services['api']?.environment ?? {}
    for (const variable of variables) {
      const fallback = /^\$\{\w+:-(.+)\}$/.exec(passed[variable.name] ?? '')?.[1]
      if (!fallback || variable.name === 'TEMPORAL_ADDRESS') continue
      expect([variable.name, fallback]).toEqual([variable.name, variable.default])
    }
  })

  it('runs the built api, worker and migrations next to PostgreSQL and Temporal', () => {
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining([...OURS, 'postgres', 'temporal']))
    expect(read('Dockerfile')).toContain('npm run build')
    for (const name of OURS) {
      const program = compose.services[name]?.command?.find((argument) => argument.endsWith('.js'))
      expect(program).toMatch(/^dist\/(api|worker|db)\/[\w-]+\.js$/)
    }
  })
})

describe('docs/configuration.md', () => {
  it('has the table that `npm run docs:configuration` writes', () => {
    expect(read('docs/configuration.md')).toBe(configurationPage())
  })
})
