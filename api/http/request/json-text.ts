import type { FieldError } from '../errors/problem.ts'

const MAX_DEPTH = 32

interface Level {
  keys: Set<string> | undefined
  at: string | number
  isBeforeKey: boolean
}

/**
 * @param json a text that `JSON.parse` accepts
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-4
 */
export function findJsonFault(json: string): FieldError | undefined {
  const levels: Level[] = []
  let level: Level | undefined
  for (let at = 0; at < json.length; at++) {
    switch (json.charAt(at)) {
      case '{':
        levels.push((level = { keys: new Set(), at: '', isBeforeKey: true }))
        break
      case '[':
        levels.push((level = { keys: undefined, at: 0, isBeforeKey: false }))
        break
      case '}':
      case ']':
        levels.pop()
        level = levels.at(-1)
        break
      case ',':
        if (level?.keys) level.isBeforeKey = true
        else if (level) level.at = Number(level.at) + 1
        break
      case '"': {
        const end = endOfString(json, at)
        if (level?.isBeforeKey) {
          level.at = JSON.parse(json.slice(at, end + 1)) as string
          level.isBeforeKey = false
          if (level.keys?.has(level.at)) {
            return { pointer: pointerTo(levels), code: 'duplicate_key', detail: 'is there twice' }
          }
          level.keys?.add(level.at)
        }
        at = end
        break
      }
      default:
    }
    if (levels.length > MAX_DEPTH) {
      const detail = `must have at most ${MAX_DEPTH} levels`
      return { pointer: pointerTo(levels.slice(0, 1)), code: 'too_deep', detail }
    }
  }
  return undefined
}

function endOfString(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}

function pointerTo(levels: readonly Level[]): string {
  return levels.map(({ at }) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
