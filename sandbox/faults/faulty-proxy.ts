import { type IncomingMessage, request as createRequest, type ServerResponse } from 'node:http'
import { startServer } from '../core/start-server.ts'

export type ProxyFault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'drop' }
  | { kind: 'hang' }
  | { kind: 'cut' }
  | { kind: 'garbage' }
  | { kind: 'rewrite'; rewrite: (json: unknown) => unknown; status?: number }

export interface PlannedFault {
  method: string
  path: RegExp
  fault: ProxyFault
  times?: number
}

export interface FaultyProxy {
  url: string
  seen: readonly string[]
  plan(fault: PlannedFault): void
  clear(): void
  close(): Promise<void>
}

/** The proxy keeps the client's Host header, which a signed Token.io request contains. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let planned: Required<PlannedFault>[] = []
  const seen: string[] = []

  function take(request: IncomingMessage): ProxyFault | undefined {
    const [path = ''] = (request.url ?? '').split('?')
    const found = planned.find((fault) => fault.method === request.method && fault.path.test(path))
    if (!found) return undefined
    found.times -= 1
    planned = planned.filter(({ times }) => times > 0)
    return found.fault
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request)
    seen.push(`${request.method} ${request.url?.split('?')[0]}`)
    const fault = take(request)
    if (fault?.kind === 'status') {
      return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '{"error":"planned"}')
    }
    if (fault?.kind === 'drop') return void request.socket.destroy()
    const answer = await passOn(target, request, body)
    if (fault?.kind === 'hang') return
    const { status, headers } = answer
    if (fault?.kind === 'garbage') {
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
    }
    if (fault?.kind === 'cut') {
      response.writeHead(status, { ...headers, 'content-length': String(answer.body.length) })
      response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy())
      return
    }
    const text = answer.body.toString()
    const whole = fault ? JSON.stringify(fault.rewrite(JSON.parse(text))) : answer.body
    response.writeHead(fault?.status ?? status, headers).end(whole)
  }

  const server = await startServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    seen,
    plan: (fault) => void planned.push({ times: 1, ...fault }),
    clear: () => {
      planned = []
    },
    close: server.close,
  }
}

interface Passed {
  status: number
  headers: Record<string, string>
  body: Buffer
}

function passOn(target: string, request: IncomingMessage, body: Buffer): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const options = { method: request.method, headers: request.headers, agent: false }
    const onward = createRequest(new URL(request.url ?? '/', target), options, (answer) => {
      const { 'content-type': type = 'text/plain', location } = answer.headers
      const headers = { 'content-type': type, ...(location ? { location } : {}) }
      readAll(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 502, headers, body: read }),
        reject,
      )
    })
    onward.once('error', reject)
    onward.end(body)
  })
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
