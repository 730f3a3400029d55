import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { CalendarDate } from '../../domain/shared/calendar.ts'

export type Pdf = PDFKit.PDFDocument

/** Lengths in points; A4 is 595 × 842. */
export const MARGIN = 50
export const BODY_WIDTH = 495
export const BODY_END = 770
export const TEXT = 10
export const SMALL = 9

const { resolve } = createRequire(import.meta.url)
/** The copy of fontkit that pdfkit uses. Fonts parsed by another copy are parsed again. */
const fontkit = createRequire(resolve('pdfkit'))('fontkit') as {
  create(file: Uint8Array): PDFKit.Mixins.PDFFontSource
}

const parsed = new Map<string, PDFKit.Mixins.PDFFontSource>()

/** Caches the parsed fonts: parsing is nine tenths of the work on a document. */
function font(weight: string): PDFKit.Mixins.PDFFontSource {
  const known = parsed.get(weight)
  if (known) return known
  const made = fontkit.create(readFileSync(resolve(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`)))
  parsed.set(weight, made)
  return made
}

/** @param date becomes the creation date, so that equal documents give equal bytes */
export function openDocument(title: string, date: CalendarDate): Pdf {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: title,
      Producer: 'Duewell',
      Creator: 'Duewell',
      CreationDate: new Date(`${date}T00:00:00Z`),
    },
  })
  pdf.registerFont('regular', font('400Regular'))
  pdf.registerFont('semibold', font('600SemiBold'))
  pdf.registerFont('bold', font('700Bold'))
  pdf.fillColor('#1b1f1d')
  return pdf
}

/** Numbers the pages and closes the file. */
export async function finish(pdf: Pdf, footer: string): Promise<Uint8Array> {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // Without this, pdfkit starts a new page below the margin.
    pdf.page.margins.bottom = 0
    const text = `${footer} · page ${page + 1} of ${count}`
    pdf
      .font('regular')
      .fontSize(8)
      .fillColor('#5b635e')
      .text(text, MARGIN, 800, { width: BODY_WIDTH, align: 'center' })
  }
  const chunks: Buffer[] = []
  const done = new Promise<Uint8Array>((resolveBytes, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolveBytes(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  pdf.end()
  return done
}
