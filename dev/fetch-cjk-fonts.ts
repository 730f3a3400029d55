import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CJK_FILES, defaultCjkFolder } from '../integrations/pdf/fonts.ts'

const target = path.resolve(process.argv[2] ?? defaultCjkFolder(process.env))
const temporary = mkdtempSync(path.join(tmpdir(), 'duewell-fonts-'))
try {
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(import.meta.dirname, 'fonts', name), path.join(temporary, name))
  process.stdout.write('Fetching 260 MB of fonts, of which 58 MB stay.\n')
  await installPackages(temporary)
  mkdirSync(target, { recursive: true })
  for (const { packageName, file, weight } of CJK_FILES) {
    const from = path.join(temporary, 'node_modules', '@expo-google-fonts', packageName, weight, file)
    copyFileSync(from, path.join(target, file))
  }
  process.stdout.write(`The fonts are in ${target}.\n`)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

async function installPackages(folder: string): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const child = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`npm ended with ${code}`)
}
