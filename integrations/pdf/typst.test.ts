import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { describe, expect, it } from 'vitest'
import { localeOf } from '../../domain/texts/locale.ts'
import { invoiceDocument, paymentRecord } from '../../test/support/invoice-document.ts'
import { readPdf } from '../../test/support/read-pdf.ts'
import { invoiceContent, receiptContent } from './contents.ts'
import {
  cjkFamilies,
  defaultCjkFolder,
  foldersOf,
  orderFamilies,
  readCharacters,
  SHIPPED_FAMILIES,
} from './fonts.ts'
import type { PageContent } from './page-content.ts'
import { createTypesetter } from './typst.ts'

const typeset = createTypesetter(SHIPPED_FAMILIES)
const REPLACEMENT = '\u{FFFD}'

function contentWith(text: string): PageContent {
  return invoiceContent(invoiceDocument({ description: text, instructions: text }), localeOf())
}

async function rendered(text: string): Promise<{ text: string; missing: string[] }> {
  const { pdf, missingScripts: missing } = typeset(contentWith(text))
  return { text: (await readPdf(pdf)).text.replace(/[\u{2066}-\u{2069}\u{200B}]/gu, ''), missing }
}

const TEXTS = [
  ['English', 'Design work, £ 1,000 – “fine”'],
  ['French', 'Façade à Œuvre, l’été'],
  ['Polish', 'Zażółć gęślą jaźń'],
  ['Turkish', 'İstanbul’da ığdır şöğüç'],
  ['Icelandic', 'Þórður ætlaði Ýmir'],
  ['Vietnamese', 'Nguyễn Thị Hạnh, Đà Nẵng'],
  ['Greek', 'Ωμέγα και άλφα'],
  ['Russian', 'Счёт за работу'],
  ['Ukrainian', 'Рахунок їжаку Ґалаґан'],
  ['Serbian', 'Ђорђе Љубић'],
  ['Georgian', 'გამარჯობა მსოფლიო'],
  ['Armenian', 'Բարեւ աշխարհ'],
  ['currency signs', '€ £ ¥ ₹ ₴ ₺ ₽ ₿ ₫ ₦ ₱ ₩ ฿ ₪ ₸'],
  ['signs', '★ ☎ ✓ → № ™ © ½ ≤ ∞ •'],
  ['decomposed letters', 'é Å ñ'.normalize('NFD')],
] as const

const UNORDERED_TEXTS = [
  ['Thai', 'สวัสดีครับ'],
  ['Hindi', 'नमस्ते दुनिया, किंतु श्री'],
  ['Marathi', 'धन्यवाद ऱ्हास'],
  ['Arabic', 'مرحبا بالعالم ١٢٣'],
  ['Persian', 'پگاه گچ ژاله'],
  ['Urdu', 'ٹھیک ہے ڈاک'],
  ['Hebrew', 'שָׁלוֹם עולם'],
  ['an Arabic ligature', 'ﷺ ﻼ'],
  ['emoji', '🎉 👍🏽 👨‍👩‍👧 🇩🇪 1️⃣ ❤️'],
  ['invisible characters', 'a\u{AD}b\u{200D}c\u{FE0F}d\u{2060}e\u{61C}f'],
] as const

describe('a rendered text', () => {
  it.each(TEXTS)(
    'renders a glyph for every character in %s, and keeps the text readable',
    async (_name, sample) => {
      const { text, missing } = await rendered(sample)
      expect(missing).toEqual([])
      expect(text).not.toContain(REPLACEMENT)
      expect(text.normalize('NFC').split(sample.normalize('NFC'))).toHaveLength(3)
    },
  )

  it.each(UNORDERED_TEXTS)('renders a glyph for every character in %s', async (_name, sample) => {
    const { text, missing } = await rendered(sample)
    expect(missing.filter((script) => script !== 'Common')).toEqual(sample.startsWith('ก') ? missing : [])
    if (!sample.startsWith('ก')) expect(text).not.toContain(REPLACEMENT)
  })

  it('keeps Arabic text readable letter by letter', async () => {
    const { text } = await rendered('مرحبا')
    expect(text).toContain('مرحبا')
  })

  it('shows U+FFFD for a script without a font, and names the script', async () => {
    const { text, missing } = await rendered('株式会社さくら 주식회사 ক')
    expect(missing).toEqual(['Bengali', 'Han', 'Hangul', 'Hiragana'])
    expect(text).toContain(REPLACEMENT.repeat(7))
  })

  it('removes a mark when no font has both mark and letter', async () => {
    const { text } = await rendered('one ก\u{951} two ა\u{5B0} three')
    expect(text).toContain('one ก two ა three')
  })

  it('renders every character of Unicode without an error', () => {
    const characters = Array.from({ length: 0x30000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => !/[\p{Cn}\p{Script=Han}\p{Script=Hangul}]/u.test(character))
    for (let start = 0; start < characters.length; start += 4_000)
      expect(() => typeset(contentWith(characters.slice(start, start + 4_000).join(' ')))).not.toThrow()
  })

  it('removes characters that hide or reorder an amount, and keeps line ends', async () => {
    const { text } = await rendered('A\u{202E}00.001 £\u{202C}B\u{0}C\u{E000}D\r\nnext\rlast')
    expect(text).toContain('A00.001 £BCD next last')
  })

  it.runIf(cjkFamilies(defaultCjkFolder(process.env)).length > 0)(
    'renders a glyph for every character in Chinese, Japanese and Korean with their fonts',
    async () => {
      const withCjk = createTypesetter([...SHIPPED_FAMILIES, ...cjkFamilies(defaultCjkFolder(process.env))])
      const sample = '株式会社さくらカード 주식회사 骨角述直、「请付款」請付款'
      const { pdf, missingScripts } = withCjk(contentWith(sample))
      expect(missingScripts).toEqual([])
      expect((await readPdf(pdf)).text).toContain(sample)
    },
  )
})

describe('the fonts', () => {
  it.each(SHIPPED_FAMILIES.map((family) => [family.name, family] as const))(
    'has the same characters in each weight of the font %s',
    (_name, { files }) => {
      const [first, ...others] = files.map(readCharacters)
      expect(first?.size).toBeGreaterThan(100)
      for (const other of others) expect(other).toEqual(first)
    },
  )

  it.each([
    ['ja', '', 'JP'],
    ['ko-KR', '', 'KR'],
    ['zh-Hant', '', 'TC'],
    ['zh-TW', '', 'TC'],
    ['zh', '', 'SC'],
    ['zh-CN', 'さくら', 'SC'],
    ['en', '直角', 'SC'],
    [undefined, '株式会社さくら', 'JP'],
    [undefined, '주식회사 角', 'KR'],
  ])('draws Han characters for language %s and text “%s” in the forms of %s', (language, text, script) => {
    const families = [...SHIPPED_FAMILIES, ...['JP', 'KR', 'SC', 'TC'].map(named)]
    const order = orderFamilies(families, language, text)
    expect(order.filter((name) => /^Noto Sans (JP|KR|SC|TC)$/.test(name))[0]).toBe(`Noto Sans ${script}`)
    expect(order[0]).toBe('Inter')
    expect(order).toHaveLength(families.length)
  })
})

function named(script: string) {
  return { name: `Noto Sans ${script}`, files: [] }
}

describe('the template', () => {
  it('renders PDF/UA-1 in every state of an invoice', () => {
    const template = readFileSync(new URL('page.typ', import.meta.url), 'utf8')
    const fontArgs = [{ fontPaths: foldersOf(SHIPPED_FAMILIES) }]
    const compiler = NodeCompiler.create({ workspace: path.join(import.meta.dirname, 'no-files'), fontArgs })
    const payment = paymentRecord()
    const paid = invoiceDocument({ payment, payments: [payment], amountReceived: 12_000, preview: true })
    const fonts = SHIPPED_FAMILIES.map(({ name }) => name)
    const locale = localeOf()
    const contents = [invoiceContent(invoiceDocument(), locale), invoiceContent(paid, locale)]
    for (const content of [...contents, receiptContent(paid, locale)]) {
      const data = JSON.stringify({ ...content, fonts })
      const { result } = compiler.compile({ mainFileContent: template, inputs: { data } })
      expect(result && compiler.pdf(result, { pdfStandard: 'ua-1' }).length).toBeGreaterThan(1_000)
    }
  })
})
