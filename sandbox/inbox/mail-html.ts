export function mailHtml(
  html: string,
  inlineImages: Map<string, string>,
  pixelUrl: string | undefined,
): string {
  const resolved = html.replace(
    /cid:([^"'\s)>]+)/g,
    (reference, contentId: string) =>
      inlineImages.get(`cid:${contentId}`) ?? inlineImages.get(contentId) ?? reference,
  )
  const pixel = pixelUrl ? `<img src="${pixelUrl}" width="1" height="1" alt="">` : ''
  return insertBefore(insertAfter(resolved, /<head[^>]*>/i, '<base target="_blank">'), /<\/body>/i, pixel)
}

/** A mail must not run scripts in the inbox's origin. */
export const mailPolicy =
  `default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline' https:; ` +
  `font-src https: data:; form-action 'none'; frame-ancestors 'self'`

export const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

function insertAfter(html: string, tag: RegExp, addition: string): string {
  return tag.test(html) ? html.replace(tag, (found) => found + addition) : addition + html
}

function insertBefore(html: string, tag: RegExp, addition: string): string {
  return tag.test(html) ? html.replace(tag, (found) => addition + found) : html + addition
}
