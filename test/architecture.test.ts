import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../dev/stack/paths.ts'
import { findImports, type Import } from './setup/imports.ts'

/**
 * What the files of each folder may import of ours: whole folders, single files, or with `types` only what
 * disappears when the code runs.
 */
const MAY_IMPORT: Record<string, { code: string[]; types?: string[] }> = {
  domain: { code: [] },
  workflows: { code: ['domain'], types: ['activities'] },
  activities: { code: ['domain', 'db', 'integrations'] },
  integrations: { code: ['domain'] },
  db: { code: ['domain'] },
  config: { code: ['integrations'] },
  clients: {
    code: [
      'domain',
      'db',
      'workflows/invoice/contract.ts',
      'workflows/import/contract.ts',
      'workflows/recurring/contract.ts',
    ],
    types: ['workflows'],
  },
  api: {
    code: [
      'domain',
      'db',
      'clients',
      'workflows/invoice/contract.ts',
      'workflows/import/contract.ts',
      'workflows/recurring/contract.ts',
      'workflows/reconciliation/contract.ts',
      'integrations',
      'config',
    ],
  },
  worker: { code: ['workflows', 'activities', 'clients', 'db', 'integrations', 'config'], types: ['domain'] },
  sandbox: { code: [] },
}

const files = Object.keys(MAY_IMPORT).flatMap((folder) => listFiles(folder))
const sources = files.filter((file) => !/\.test\.tsx?$/.test(file))

describe('the folders', () => {
  it.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (folder) => {
    const forbidden = sources
      .filter((file) => file.startsWith(`${folder}/`))
      .flatMap((file) =>
        importsOf(file)
          .filter((found) => !mayImport(folder, file, found))
          .map(describeImport(file)),
      )
    expect(forbidden).toEqual([])
  })

  it('keep workflows free of node’s own modules, which Temporal’s sandbox does not have', () => {
    const forbidden = sources
      .filter((file) => file.startsWith('workflows/'))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ from }) => isBuiltin(from))
          .map(describeImport(file)),
      )
    expect(forbidden).toEqual([])
  })
})

function mayImport(folder: string, file: string, { from, typesOnly }: Import): boolean {
  if (!from.startsWith('.')) return true
  const target = path.posix.join(path.posix.dirname(file), from)
  const { code, types = [] } = MAY_IMPORT[folder] ?? { code: [] }
  const allowed = [folder, ...code, ...(typesOnly ? types : [])]
  return allowed.some((place) => target === place || target.startsWith(`${place}/`))
}

function describeImport(file: string) {
  return ({ from, line, typesOnly }: Import) =>
    `${file}:${line} imports ${typesOnly ? 'the types of ' : ''}${from}`
}

function isBuiltin(from: string): boolean {
  return from.startsWith('node:') || builtinModules.includes(from)
}

function importsOf(file: string): Import[] {
  return findImports(read(file))
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
}
