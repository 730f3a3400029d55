import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { clientSource } from './client/generate.ts'
import { ROOT } from './stack/paths.ts'

export const CLIENT_FILE = 'docs/client/duewell.ts'

export function formattedClient(): string {
  const command = path.join(ROOT, 'node_modules', '.bin', 'oxfmt')
  const { stdout, stderr, status } = spawnSync(command, ['--stdin-filepath', CLIENT_FILE], {
    cwd: ROOT,
    input: clientSource(),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`oxfmt ended with ${status}: ${stderr}`)
  return stdout
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(path.join(ROOT, CLIENT_FILE), formattedClient())
}
