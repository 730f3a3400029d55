import { extractText, getDocumentProxy } from 'unpdf'

export async function readPdf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const { totalPages: pages, text } = await extractText(await getDocumentProxy(Uint8Array.from(pdf)))
  return { pages, text: text.join(' ').replace(/\s+/g, ' ') }
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
