import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const BLOCK = 64 * 1024

export function lastLines(file: string, count = 20): string[] {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return []
  }
  try {
    const { size } = fstatSync(descriptor)
    const block = Buffer.alloc(Math.min(size, BLOCK))
    readSync(descriptor, block, 0, block.length, size - block.length)
    return block.toString('utf8').trimEnd().split('\n').slice(-count).filter(Boolean)
  } finally {
    closeSync(descriptor)
  }
}
