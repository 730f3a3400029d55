import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import path from 'node:path'

const WEIGHTS = ['400Regular', '700Bold']

export interface FontFamily {
  name: string
  files: string[]
}

export const SHIPPED_FAMILIES: readonly FontFamily[] = [
  shipped('Inter', 'inter', 'Inter'),
  shipped('Noto Sans', 'noto-sans', 'NotoSans'),
  shipped('Vazirmatn', 'vazirmatn', 'Vazirmatn'),
  shipped('Noto Sans Hebrew', 'noto-sans-hebrew', 'NotoSansHebrew'),
  shipped('Noto Sans Thai', 'noto-sans-thai', 'NotoSansThai'),
  shipped('Noto Sans Georgian', 'noto-sans-georgian', 'NotoSansGeorgian'),
  shipped('Noto Sans Armenian', 'noto-sans-armenian', 'NotoSansArmenian'),
  shipped('Noto Sans Symbols 2', 'noto-sans-symbols-2', 'NotoSansSymbols2', ['400Regular']),
  shipped('Noto Emoji', 'noto-emoji', 'NotoEmoji'),
  {
    name: 'Liberation Sans',
    files: ['Regular', 'Bold'].map((weight) =>
      path.join(import.meta.dirname, 'fonts', `LiberationSans-${weight}.ttf`),
    ),
  },
]

function shipped(
  name: string,
  folder: string,
  file: string,
  weights: readonly string[] = WEIGHTS,
): FontFamily {
  const { resolve } = createRequire(import.meta.url)
  const nameOf = (weight: string) => `@expo-google-fonts/${folder}/${weight}/${file}_${weight}.ttf`
  return { name, files: weights.map((weight) => resolve(nameOf(weight))) }
}

type CjkScript = 'JP' | 'KR' | 'SC' | 'TC'
const CJK_SCRIPTS: readonly CjkScript[] = ['JP', 'KR', 'SC', 'TC']

/** @internal */
export const CJK_FILES = CJK_SCRIPTS.flatMap((script) =>
  WEIGHTS.map((weight) => ({
    packageName: `noto-sans-${script.toLowerCase()}`,
    weight,
    file: cjkFile(script, weight),
  })),
)

export function cjkFamilies(folder: string): FontFamily[] {
  const families = CJK_SCRIPTS.map((script) => ({
    name: cjkName(script),
    files: WEIGHTS.map((weight) => path.join(folder, cjkFile(script, weight))),
  }))
  return families.every(({ files }) => files.every((file) => existsSync(file))) ? families : []
}

export function defaultCjkFolder({ XDG_CACHE_HOME: cache }: NodeJS.ProcessEnv): string {
  const isUsable = cache && path.isAbsolute(cache)
  return path.join(isUsable ? cache : path.join(homedir(), '.cache'), 'duewell', 'fonts-cjk')
}

export function orderFamilies(
  families: readonly FontFamily[],
  language: string | undefined,
  text: string,
): string[] {
  const han = hanOrder(language, text).map(cjkName)
  const present = new Set(families.map(({ name }) => name))
  const others = [...present].filter((name) => !han.includes(name))
  return [...others, ...han.filter((name) => present.has(name))]
}

function hanOrder(language: string | undefined, text: string): readonly CjkScript[] {
  const { language: code, script } = localeOf(language)
  if (code === 'ja') return ['JP', 'SC', 'TC', 'KR']
  if (code === 'ko') return ['KR', 'JP', 'SC', 'TC']
  if (code === 'zh') return script === 'Hant' ? ['TC', 'SC', 'JP', 'KR'] : ['SC', 'TC', 'JP', 'KR']
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['JP', 'SC', 'TC', 'KR']
  if (/\p{Script=Hangul}/u.test(text)) return ['KR', 'JP', 'SC', 'TC']
  return ['SC', 'TC', 'JP', 'KR']
}

function localeOf(language: string | undefined): Partial<Intl.Locale> {
  try {
    return language === undefined ? {} : new Intl.Locale(language).maximize()
  } catch {
    return {}
  }
}

function cjkName(script: CjkScript): string {
  return `Noto Sans ${script}`
}

function cjkFile(script: CjkScript, weight: string): string {
  return `NotoSans${script}_${weight}.ttf`
}

export function foldersOf(families: readonly FontFamily[]): string[] {
  return [...new Set(families.flatMap(({ files }) => files.map((file) => path.dirname(file))))]
}

/**
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
