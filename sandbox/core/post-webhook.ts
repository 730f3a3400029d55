export async function postWebhook(
  address: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  try {
    const url = new URL(address)
    const { username, password } = url
    url.username = url.password = ''
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    const authorization = username
      ? { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
      : {}
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...authorization },
      body,
      signal,
      redirect: 'manual',
    })
    await response.arrayBuffer()
    return { status: response.status, error: null }
  } catch (error) {
    return {
      status: null,
      error: String(error instanceof Error && error.cause instanceof Error ? error.cause : error),
    }
  }
}
