import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../stack/paths.ts'

interface Override {
  files: string[]
  rules: Record<string, [string, { patterns: { regex?: string; group?: string[]; message: string }[] }]>
}

const NOT_SOURCES = ['node_modules', 'dist', '.stack']
const NO_LAYER = ['bench', 'dev', 'docs', 'findings', 'test', 'types']
const config = readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')
const { overrides } = JSON.parse(config) as { overrides: Override[] }
const files = globSync('*/**/*.{ts,tsx}', { cwd: ROOT, exclude: (name) => NOT_SOURCES.includes(name) })
const folders = new Set(files.map((file) => file.split(path.sep)[0] ?? ''))
const layers = [...folders]
  .filter((folder) => !NO_LAYER.includes(folder))
  .toSorted((a, b) => a.localeCompare(b))

describe('.oxlintrc.json', () => {
  it('has a rule in .oxlintrc.json for every layer', () => {
    expect(layers.filter((layer) => !overrides.some((one) => one.files.includes(`${layer}/**`)))).toEqual([])
  })

  it.each(layers)('forbids or allows every other folder in %s/', (layer) => {
    const override = overrides.find((one) => one.files.includes(`${layer}/**`))
    const patterns = override?.rules['eslint/no-restricted-imports']?.[1].patterns ?? []
    const undecided = layers
      .filter((folder) => folder !== layer)
      .filter((folder) => !patterns.some(({ regex }) => regex && new RegExp(regex).test(`../${folder}/a.ts`)))
      .filter((folder) => !patterns.some(({ message }) => message.includes(`${folder}/`)))
    expect(undecided).toEqual([])
  })
})
