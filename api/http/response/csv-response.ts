import type { Context } from 'hono'

export function csvHeaders(name: string): Record<string, string> {
  return {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  }
}

/** An incomplete file must not look complete to the client. */
export async function csvStream(
  c: Context,
  name: string,
  texts: AsyncGenerator<string>,
  onFailure: (error: unknown) => void,
): Promise<Response> {
  const first = await texts.next()
  for (const [header, value] of Object.entries(csvHeaders(name))) c.header(header, value)
  return c.body(ReadableStream.from(encoded()))

  async function* encoded(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder()
    try {
      if (!first.done) yield encoder.encode(first.value)
      for await (const text of texts) yield encoder.encode(text)
    } catch (error) {
      onFailure(error)
      throw error
    }
  }
}
