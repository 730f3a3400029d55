import { connect } from 'node:net'

export interface RawRequest {
  method: string
  target: string
  headers: readonly string[]
  body?: Buffer
}

export async function sendRaw(
  baseUrl: string,
  { method, target, headers, body = Buffer.alloc(0) }: RawRequest,
): Promise<{ status: number; head: string; body: string }> {
  const { hostname, port } = new URL(baseUrl)
  const socket = connect(Number(port), hostname)
  const lines = [`${method} ${target} HTTP/1.1`, `host: ${hostname}:${port}`, 'connection: close', ...headers]
  socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]))
  const received: Buffer[] = []
  try {
    for await (const chunk of socket) received.push(chunk as Buffer)
  } catch {
    // The server can reset the connection before the whole body is sent.
  }
  const answer = Buffer.concat(received).toString('latin1')
  const [head = '', ...rest] = answer.replace(/^(HTTP\/1\.1 1\d\d[^]*?\r\n\r\n)+/, '').split('\r\n\r\n')
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') }
}
