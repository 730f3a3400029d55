import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ChildSpec } from '../processes/supervisor.ts'
import { ROOT, type StackPaths } from './paths.ts'

const COPIES = {
  'integrations/pdf/page.typ': 'integrations/pdf/page.typ',
  'integrations/pdf/fonts': 'integrations/pdf/fonts',
  'node_modules/@scalar/api-reference/dist/browser/standalone.js': 'api/openapi/scalar.js',
}

export function compileServers({ build }: Pick<StackPaths, 'build'>): ChildSpec {
  for (const [from, to] of Object.entries(COPIES)) {
    mkdirSync(path.join(build, path.dirname(to)), { recursive: true })
    cpSync(path.join(ROOT, from), path.join(build, to), { recursive: true })
  }
  writeFileSync(path.join(build, 'package.json'), JSON.stringify({ type: 'module' }))
  const packages = path.join(build, 'node_modules')
  const isOutside = path.relative(ROOT, build).startsWith('..')
  if (isOutside && !existsSync(packages)) symlinkSync(path.join(ROOT, 'node_modules'), packages)
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const project = path.join(ROOT, 'tsconfig.stack.json')
  return { name: 'compile', command: process.execPath, args: [tsc, '-p', project, '--outDir', build] }
}

export function compiled({ build }: StackPaths, file: string): string {
  return path.join(build, file.replace(/\.tsx?$/, '.js'))
}
