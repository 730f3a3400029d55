import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePorts, DEFAULT_PORTS, freePorts, neededPorts, PortError } from './ports.ts'

const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

const freePort = async () => Number((await freePorts(1))[0])

async function occupy(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

describe('freePorts', () => {
  it('draws again when a port was drawn before or is taken', async () => {
    const [taken, first, second] = [await occupy('127.0.0.1'), ...(await freePorts(2))]
    const drawn = [first, first, taken, second]
    expect(await freePorts(2, () => drawn.shift() ?? 0)).toEqual([first, second])
    expect(drawn).toEqual([])
  })
})

describe('choosePorts', () => {
  it('takes the port that the environment sets', async () => {
    const port = await freePort()
    const { ports, notices } = await choosePorts({
      environment: { API_PORT: String(port) },
      needed: ['API_PORT'],
    })
    expect(ports.API_PORT).toBe(port)
    expect(notices).toEqual([])
  })

  it.each(['127.0.0.1', '0.0.0.0'])(
    'throws with the name of a set port that is taken on %s',
    async (host) => {
      const environment = { API_PORT: String(await occupy(host)), WORKER_PORT: 'none' }
      const refused = await choosePorts({ environment }).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(PortError)
      expect(String(refused)).toContain(`API_PORT=${environment.API_PORT} is in use by another program`)
      expect(String(refused)).toContain('WORKER_PORT=none is not a port number')
    },
  )

  it('throws when two variables set the same port', async () => {
    const port = String(await freePort())
    const refused = choosePorts({ environment: { API_PORT: port, WORKER_PORT: port } })
    await expect(refused).rejects.toThrow(/=\d+ is also /)
  })

  it('prefers the port of the last run, so that links keep working', async () => {
    const port = await freePort()
    const { ports, notices } = await choosePorts({
      environment: {},
      last: { API_PORT: port },
      needed: ['API_PORT'],
    })
    expect(ports.API_PORT).toBe(port)
    expect(notices).toEqual([])
  })

  it('takes the next port when the port of the last run is taken, with a notice about the links', async () => {
    const taken = await occupy('127.0.0.1')
    const { ports, notices } = await choosePorts({
      environment: {},
      last: { API_PORT: taken },
      needed: ['API_PORT'],
    })
    expect(ports.API_PORT).toBeGreaterThan(taken)
    expect(notices).toEqual([
      `Port ${taken} is in use, so API_PORT is ${ports.API_PORT}; links that were sent before lead to the old port`,
    ])
  })

  it('chooses different ports when the last run had the same one twice', async () => {
    const port = await freePort()
    const { ports } = await choosePorts({ environment: {}, last: { API_PORT: port, WORKER_PORT: port } })
    expect(new Set(Object.values(ports)).size).toBe(Object.values(ports).length)
  })

  it('needs no port for a service of the user’s own', () => {
    expect(neededPorts({})).toEqual(Object.keys(DEFAULT_PORTS))
    const own = { DATABASE_URL: 'postgresql://db', TEMPORAL_ADDRESS: 'temporal:7233' }
    const theirs = ['POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT']
    expect(neededPorts(own)).toEqual(Object.keys(DEFAULT_PORTS).filter((name) => !theirs.includes(name)))
  })
})
