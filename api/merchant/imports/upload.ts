import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { Context } from 'hono'
import { ImportRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { addFileChunk } from '../../../db/imports/file-chunks.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { RequestedSettings } from '../../../domain/import/index.ts'
import { Problem } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { violates } from '../invoices/create-draft.ts'

/** Some five times the largest import there can be. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024
const PART_BYTES = 512 * 1024
const MAX_NAME = 200

export interface Uploaded {
  subject: ImportRow
  /** The same file was uploaded before: this is that import. */
  isKnown: boolean
}

/**
 * Keeps the uploaded file as it comes in, part by part. A file that was uploaded before is not kept twice: the answer is
 * its import.
 *
 * @throws Problem
 */
export async function keepUpload(
  em: EntityManager,
  c: Context,
  tenant: Tenant,
  requestedSettings: RequestedSettings,
): Promise<Uploaded> {
  const { stream, fileName } = await fileOf(c)
  const id = newId('imp')
  const now = new Date()
  const blank = {
    questions: [],
    totals: [],
    parseVersion: 1,
    requestedSettings,
    fileName: shownName(fileName),
  }
  const row = { id, ...tenant, status: 'uploading' as const, ...blank, createdAt: now, updatedAt: now }
  await em.fork().insert(ImportRow, row)
  const file = await keepParts(em, id, stream).catch(async (error: unknown) => {
    await forget(em, id)
    throw error
  })
  if (await claimFile(em, id, file)) {
    return { subject: await em.fork().findOneOrFail(ImportRow, { id }), isKnown: false }
  }
  await forget(em, id)
  const same = { ...tenant, sha256: file.sha256, status: { $nin: GIVEN_UP } }
  const known = await em.fork().findOne(ImportRow, same)
  // It was cancelled in this moment.
  if (!known) throw new Problem('unavailable')
  return { subject: known, isKnown: true }
}

/** As it can be kept and shown: programs put anything into a file's name. */
function shownName(name: string | undefined): string | null {
  return name?.slice(0, MAX_NAME).replace(/[\p{Cc}\p{Cs}]/gu, '') ?? null
}

const GIVEN_UP = ['uploading', 'cancelled', 'expired'] as const

interface KeptFile {
  bytes: number
  sha256: string
}

async function keepParts(em: EntityManager, id: string, stream: AsyncIterable<Buffer>): Promise<KeptFile> {
  const hash = createHash('sha256')
  let bytes = 0
  let part = 0
  let waiting: Buffer[] = []
  let waitingBytes = 0
  for await (const piece of stream) {
    hash.update(piece)
    bytes += piece.length
    if (bytes > MAX_FILE_BYTES) throw new Problem('file_too_large')
    waiting.push(piece)
    waitingBytes += piece.length
    if (waitingBytes >= PART_BYTES) await write()
  }
  if (waitingBytes > 0) await write()
  return { bytes, sha256: hash.digest('hex') }

  async function write(): Promise<void> {
    await addFileChunk(em, id, part, Buffer.concat(waiting))
    part += 1
    waiting = []
    waitingBytes = 0
  }
}

/** Makes it an import, unless there is one of this very file. */
async function claimFile(em: EntityManager, id: string, { bytes, sha256 }: KeptFile): Promise<boolean> {
  const facts = { status: 'parsing' as const, sha256, fileBytes: bytes, updatedAt: new Date() }
  try {
    await em.fork().nativeUpdate(ImportRow, { id }, facts)
    return true
  } catch (error) {
    if (violates(error, 'import_file')) return false
    throw error
  }
}

/** Its parts go with it. */
async function forget(em: EntityManager, id: string): Promise<void> {
  await em.fork().nativeDelete(ImportRow, { id, status: 'uploading' })
}

interface UploadedFile {
  stream: AsyncIterable<Buffer>
  fileName?: string
}

/** The file as the body, or as the first file of a form. */
async function fileOf(c: Context): Promise<UploadedFile> {
  const type = c.req.header('content-type') ?? ''
  const { body } = c.req.raw
  if (!body) throw new Problem('file_missing')
  const stream = Readable.fromWeb(body)
  if (/^multipart\/form-data\b/i.test(type)) return formFile(stream, type)
  if (/^(text\/csv|text\/plain|application\/octet-stream|application\/vnd\.ms-excel)\b/i.test(type))
    return { stream }
  throw new Problem(
    'unsupported_media_type',
    'It has to be text/csv, or a form with the file, multipart/form-data.',
  )
}

/** A form that breaks off, or is none, breaks its file off too. */
function formFile(body: Readable, type: string): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    let file: Readable | undefined
    const form = new Busboy({
      headers: { 'content-type': type },
      limits: { files: 1, fields: 20, fieldSize: 1_000 },
    })
    form.on('file', (_field, stream, fileName) => {
      file = stream
      // Who reads it hears of what went wrong; told once more when nobody does, it would end the process.
      stream.on('error', () => undefined)
      resolve({ stream, fileName })
    })
    pipeline(body, form, (error) => {
      const problem = new Problem(
        'file_missing',
        error ? 'The form could not be read to its end.' : undefined,
      )
      if (!file) reject(problem)
      else if (error) file.destroy(problem)
    })
  })
}
