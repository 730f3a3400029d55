import { extractText, getDocumentProxy } from 'unpdf'
import { expect } from 'vitest'

export async function readPdf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const { totalPages: pages, text } = await extractText(await getDocumentProxy(Uint8Array.from(pdf)))
  return { pages, text: text.join(' ').replace(/\s+/g, ' ') }
}

/** Returns the text of the PDF at the address. The API asks for a key. */
export async function pdfTextAt(url: string, apiKey?: string): Promise<string> {
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
  const response = await fetch(url, { headers })
  expect(response.headers.get('content-type')).toBe('application/pdf')
  return (await readPdf(new Uint8Array(await response.arrayBuffer()))).text
}

/** Returns the text of the attached file, or undefined without it. */
export async function readAttachment(pdf: Uint8Array, name: string): Promise<string | undefined> {
  const document = await getDocumentProxy(Uint8Array.from(pdf))
  const attachments = (await document.getAttachments()) ?? new Map()
  for (const [id, { filename }] of attachments) {
    if (filename !== name) continue
    const content = await document.getAttachmentContent(id)
    return content ? Buffer.from(content).toString() : undefined
  }
  return undefined
}
