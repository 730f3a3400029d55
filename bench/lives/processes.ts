import { readdirSync, readFileSync } from 'node:fs'

export interface Usage {
  cpuSeconds: number
  memoryBytes: number
}

const TICKS_A_SECOND = 100

export function usageOf(root: number): Usage {
  const members = treeOf(root)
  const ticks = members.map((pid) => statOf(pid)?.ticks ?? 0)
  const memories = members.map(memoryOf)
  const own = sum(memories.map((memory) => memory.own))
  const shared = Math.max(...memories.map((memory) => memory.shared))
  return { cpuSeconds: sum(ticks) / TICKS_A_SECOND, memoryBytes: own + shared }
}

/** Returns CPU seconds by the name of the thread. */
export function threadsOf(pid: number): Map<string, number> {
  const seconds = new Map<string, number>()
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const name = read(`/proc/${pid}/task/${thread}/comm`)?.trim()
    const stat = statOf(pid, thread)
    if (name === undefined || stat === undefined) continue
    seconds.set(name, (seconds.get(name) ?? 0) + stat.ownTicks / TICKS_A_SECOND)
  }
  return seconds
}

function treeOf(root: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), parent: statOf(Number(name))?.parent })),
    ({ parent }) => parent,
  )
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []).map((child) => child.pid))
  return tree
}

/**
 * The name can contain parentheses, so the fields begin after the last parenthesis.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function statOf(
  pid: number,
  thread?: string,
): { parent: number; ticks: number; ownTicks: number } | undefined {
  const text = read(thread === undefined ? `/proc/${pid}/stat` : `/proc/${pid}/task/${thread}/stat`)
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = sum(fields.slice(11, 15).map(Number))
  return { parent: Number(fields[1]), ticks, ownTicks: sum(fields.slice(11, 13).map(Number)) }
}

function memoryOf(pid: number): { own: number; shared: number } {
  const text = read(`/proc/${pid}/status`) ?? ''
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1_024
  return { own: bytes('RssAnon'), shared: bytes('RssFile') + bytes('RssShmem') }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
