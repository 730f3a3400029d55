import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

export const DEFAULT_PORTS = {
  API_PORT: 4000,
  METRICS_PORT: 4001,
  SANDBOX_BANK_PORT: 4010,
  SANDBOX_POSTMARK_PORT: 4020,
  SANDBOX_TWILIO_PORT: 4030,
  SANDBOX_TOKENIO_PORT: 4050,
  WORKER_PORT: 4040,
  WORKER_METRICS_PORT: 4041,
  POSTGRES_PORT: 5433,
  TEMPORAL_PORT: 7233,
  TEMPORAL_UI_PORT: 8233,
} as const

export type PortName = keyof typeof DEFAULT_PORTS
export type Ports = Record<PortName, number>

const INSTEAD: Partial<Record<PortName, string>> = {
  POSTGRES_PORT: 'DATABASE_URL',
  TEMPORAL_PORT: 'TEMPORAL_ADDRESS',
  TEMPORAL_UI_PORT: 'TEMPORAL_ADDRESS',
}

export function neededPorts(environment: NodeJS.ProcessEnv): PortName[] {
  const names = Object.keys(DEFAULT_PORTS) as PortName[]
  return names.filter((name) => !environment[INSTEAD[name] ?? ''])
}

export class PortError extends Error {
  override name = 'PortError'
}

export interface PortRequest {
  environment: NodeJS.ProcessEnv
  last?: Partial<Ports>
  needed?: readonly PortName[]
}

export async function choosePorts({ environment, last = {}, needed }: PortRequest) {
  const names = Object.keys(DEFAULT_PORTS) as PortName[]
  const wanted = names.filter((name) => needed?.includes(name) ?? true)
  const ports: Ports = { ...DEFAULT_PORTS }
  const taken = new Map<number, PortName>()
  const mistakes: string[] = []
  const notices: string[] = []

  for (const name of wanted.filter((one) => environment[one])) {
    const port = Number(environment[name])
    const other = taken.get(port)
    if (!isPort(port)) mistakes.push(`${name}=${environment[name]} is not a port number`)
    else if (other) mistakes.push(`${name}=${port} is also ${other}`)
    else if (!(await isFree(port))) mistakes.push(`${name}=${port} is in use by another program`)
    ports[name] = port
    taken.set(port, name)
  }
  if (mistakes.length > 0) throw new PortError(mistakes.join('\n'))

  for (const name of wanted.filter((one) => !environment[one])) {
    const before = last[name]
    const first = before ?? DEFAULT_PORTS[name]
    let port = first
    while (taken.has(port) || !(await isFree(port))) port = port < 65_535 ? port + 1 : 1024
    ports[name] = port
    taken.set(port, name)
    if (port === first) continue
    const links =
      before !== undefined && name === 'API_PORT' ? '; links that were sent before lead to the old port' : ''
    notices.push(`Port ${first} is in use, so ${name} is ${port}${links}`)
  }
  return { ports, notices }
}

/**
 * Linux chooses local ports from 32,768 to 60,999 by default.
 *
 * @see https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
 */
const OWN_CHOICE = { from: 20_000, below: 32_768 }

/** Another program can take a returned port before its use. */
export async function freePorts(
  count: number,
  draw = () => randomInt(OWN_CHOICE.from, OWN_CHOICE.below),
): Promise<number[]> {
  const held = new Map<number, Server>()
  while (held.size < count) {
    const port = draw()
    const server = (await isFree(port)) && (await listenOn(port, '0.0.0.0'))
    if (server) held.set(port, server)
  }
  await Promise.all([...held.values()].map(close))
  return [...held.keys()]
}

export async function drawPorts(): Promise<Record<PortName, string>> {
  const names = Object.keys(DEFAULT_PORTS) as PortName[]
  const ports = await freePorts(names.length)
  return Object.fromEntries(names.map((name, index) => [name, String(ports[index])])) as Record<
    PortName,
    string
  >
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = await listenOn(port, host)
    if (!server) return false
    await close(server)
  }
  return true
}

async function listenOn(port: number, host: string): Promise<Server | undefined> {
  const server = createServer()
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}

async function close(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}
