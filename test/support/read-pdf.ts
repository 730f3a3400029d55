import { extractText, getDocumentProxy } from 'unpdf'

export async function readPdf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const { totalPages: pages, text } = await extractText(await getDocumentProxy(Uint8Array.from(pdf)))
  return { pages, text: text.join(' ').replace(/\s+/g, ' ') }
}
