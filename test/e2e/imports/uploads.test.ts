import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ImportRow } from '../../../db/entities/index.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const HEADER = 'customer_name,customer_email,amount,currency,due_date,description\n'
const BOUNDARY = 'the-boundary'
const part = (text: string) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${text}`

function send(type: string, body: string, claimed = Buffer.byteLength(body)) {
  const { port } = new URL(world.publicUrl)
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString()
  })
  socket.on('error', () => undefined)
  socket.write(
    [
      'POST /v1/imports HTTP/1.1',
      'host: duewell',
      `authorization: Bearer ${world.apiKey}`,
      `content-type: ${type}`,
      `content-length: ${claimed}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  const ended = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(answer))
  })
  return { cut: () => socket.destroy(), ended }
}

const FORM = `multipart/form-data; boundary=${BOUNDARY}`
const rows = () => world.em.fork().find(ImportRow, { merchantId: world.merchantId })

describe('an upload', () => {
  it.each([
    ['text/csv', HEADER],
    [FORM, part(HEADER)],
  ])('leaves nothing when an upload is cut: %s', async (type, body) => {
    const { cut, ended } = send(type, body, 10_000)
    await waitFor(async () => (await rows()).length > 0)
    cut()
    await ended
    await waitFor(async () => (await rows()).length === 0)
  })

  it.each([
    ['without its end', part(HEADER)],
    ['without its end, in the middle of a part’s head', `--${BOUNDARY}\r\ncontent-disp`],
    ['with another boundary', `--other\r\n\r\nx\r\n--other--\r\n`],
    ['without content', ''],
  ])('refuses a form %s and saves nothing', async (_, body) => {
    const answer = await send(FORM, body).ended
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d/)
    expect(answer).toContain('urn:duewell:problem:file_missing')
    expect(await rows()).toEqual([])
  })

  it('ends no process when an upload of a wrong type breaks off', async () => {
    const { cut, ended } = send('image/png', 'x', 10_000)
    expect(await rows()).toEqual([])
    cut()
    await ended
    expect((await fetch(`${world.publicUrl}/healthz`)).status).toBe(200)
  })
})
