import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** A font family with one file for each weight. */
export interface FontFamily {
  name: string
  files: string[]
}

/**
 * The shipped families. The first family that has a character draws the character. Vazirmatn is the Arabic
 * font, because texts in Noto Sans Arabic cannot be copied.
 */
export function familiesFor(_language?: string): FontFamily[] {
  return [
    family('Inter', 'inter', 'Inter'),
    family('Noto Sans', 'noto-sans', 'NotoSans'),
    family('Vazirmatn', 'vazirmatn', 'Vazirmatn'),
    family('Noto Sans Hebrew', 'noto-sans-hebrew', 'NotoSansHebrew'),
    family('Noto Sans Thai', 'noto-sans-thai', 'NotoSansThai'),
    family('Noto Sans Georgian', 'noto-sans-georgian', 'NotoSansGeorgian'),
    family('Noto Sans Armenian', 'noto-sans-armenian', 'NotoSansArmenian'),
    family('Noto Sans Symbols 2', 'noto-sans-symbols-2', 'NotoSansSymbols2', ['400Regular']),
    family('Noto Emoji', 'noto-emoji', 'NotoEmoji'),
  ]
}

const { resolve } = createRequire(import.meta.url)

function family(name: string, folder: string, file: string, weights = ['400Regular', '700Bold']): FontFamily {
  return {
    name,
    files: weights.map((weight) => resolve(`@expo-google-fonts/${folder}/${weight}/${file}_${weight}.ttf`)),
  }
}

/** Returns the folders of the files. Each holds one weight, so no other weight is read. */
export function foldersOf(families: readonly FontFamily[]): string[] {
  return families.flatMap(({ files }) => files.map((file) => path.dirname(file)))
}

/**
 * Reads the code points of a TrueType font's character map, formats 4 and 12.
 *
 * @throws RangeError for a font without such a map
 * @see https://learn.microsoft.com/typography/opentype/spec/cmap
 */
export function readCharacters(file: string): Set<number> {
  const font = readFileSync(file)
  const start = tableOffset(font, 'cmap')
  const count = font.readUInt16BE(start + 2)
  const offsets = Array.from({ length: count }, (_, i) => start + font.readUInt32BE(start + 8 + 8 * i))
  const format = (wanted: number) => offsets.find((offset) => font.readUInt16BE(offset) === wanted)
  const segmented = format(12)
  if (segmented !== undefined) return readGroups(font, segmented)
  const basic = format(4)
  if (basic !== undefined) return readSegments(font, basic)
  throw new RangeError('the font has no character map of format 4 or 12')
}

function tableOffset(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4)
  for (let i = 0; i < tables; i++) {
    const record = 12 + 16 * i
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8)
  }
  throw new RangeError(`the font has no table ${tag}`)
}

/** Reads format 12: groups of consecutive characters with consecutive glyphs. */
function readGroups(font: Buffer, offset: number): Set<number> {
  const characters = new Set<number>()
  const groups = font.readUInt32BE(offset + 12)
  for (let i = 0; i < groups; i++) {
    const group = offset + 16 + 12 * i
    const [first, last] = [font.readUInt32BE(group), font.readUInt32BE(group + 4)]
    const glyph = font.readUInt32BE(group + 8)
    for (let code = first; code <= last; code++) if (glyph + code - first !== 0) characters.add(code)
  }
  return characters
}

/** Reads format 4: segments of characters with a shift, or with a list of glyphs. */
function readSegments(font: Buffer, offset: number): Set<number> {
  const characters = new Set<number>()
  const length = font.readUInt16BE(offset + 6)
  const [ends, starts] = [offset + 14, offset + 16 + length]
  const [deltas, ranges] = [starts + length, starts + 2 * length]
  for (let i = 0; i < length; i += 2) {
    const [first, last] = [font.readUInt16BE(starts + i), font.readUInt16BE(ends + i)]
    const delta = font.readUInt16BE(deltas + i)
    const range = font.readUInt16BE(ranges + i)
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const listed = range === 0 ? code : font.readUInt16BE(ranges + i + range + 2 * (code - first))
      if (listed !== 0 && ((listed + delta) & 0xffff) !== 0) characters.add(code)
    }
  }
  return characters
}
