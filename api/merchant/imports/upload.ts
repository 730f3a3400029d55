import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { Context } from 'hono'
import { ImportRow } from '../../../db/entities/index.ts'
import { violates } from '../../../db/constraint.ts'
import { newId } from '../../../db/ids.ts'
import { addFileChunk } from '../../../db/imports/file-chunks.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { RequestedSettings } from '../../../domain/import/index.ts'
import { withoutOverrides } from '../../../domain/shared/direction.ts'
import { Problem, unsupportedMediaType } from '../../http/errors/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'

const MAX_FILE_BYTES = 100 * 1024 * 1024
const CHUNK_BYTES = 512 * 1024
const MAX_NAME = 200

export interface Upload {
  id: string
  bytes: number
  sha256: string
  fileName: string | null
}

/** @throws Problem `file_missing`, `file_too_large`, `invalid_form` or `unsupported_media_type` */
export async function saveUpload(
  em: EntityManager,
  c: Context,
  tenant: Tenant,
  requestedSettings: RequestedSettings,
): Promise<Upload> {
  const { stream, ...file } = await fileOf(c)
  const id = newId('imp')
  const fileName = displayName(file.fileName)
  const now = new Date()
  const blank = {
    questions: [],
    totals: [],
    parseVersion: 1,
    requestedSettings,
    fileName,
  }
  const status = 'uploading' as const
  await em.insert(ImportRow, { id, ...tenant, status, ...blank, createdAt: now, updatedAt: now })
  try {
    return { id, fileName, ...(await saveChunks(em, id, stream)) }
  } catch (error) {
    await deleteUpload(em, id)
    throw error
  }
}

/** @throws Problem `unavailable` if the earlier import is cancelled or expired */
export async function findEarlier(em: EntityManager, { sha256 }: Upload, tenant: Tenant): Promise<ImportRow> {
  const sameFile = { ...tenant, sha256, status: { $nin: ENDED_UNUSED } }
  const earlier = await em.findOne(ImportRow, sameFile)
  if (!earlier) throw new Problem('unavailable')
  return earlier
}

function displayName(name: string | undefined): string | null {
  if (name === undefined) return null
  return withoutOverrides(name.slice(0, MAX_NAME).replace(/[\p{Cc}\p{Cs}]/gu, ''))
}

/** The list must match the condition of the unique index `import_file`. */
const ENDED_UNUSED = ['uploading', 'cancelled', 'expired'] as const

type SavedFile = Pick<Upload, 'bytes' | 'sha256'>

async function saveChunks(em: EntityManager, id: string, stream: AsyncIterable<Buffer>): Promise<SavedFile> {
  const hash = createHash('sha256')
  let bytes = 0
  let chunk = 0
  let buffered: Buffer[] = []
  let bufferedBytes = 0
  for await (const received of stream) {
    hash.update(received)
    bytes += received.length
    if (bytes > MAX_FILE_BYTES) throw new Problem('file_too_large')
    buffered.push(received)
    bufferedBytes += received.length
    if (bufferedBytes >= CHUNK_BYTES) await write()
  }
  if (bufferedBytes > 0) await write()
  return { bytes, sha256: hash.digest('hex') }

  async function write(): Promise<void> {
    await addFileChunk(em, id, chunk, Buffer.concat(buffered))
    chunk += 1
    buffered = []
    bufferedBytes = 0
  }
}

export async function claimFile(
  em: EntityManager,
  { id, bytes, sha256 }: Upload,
  claim: ClaimKey | undefined,
): Promise<boolean> {
  const columns = { status: 'parsing' as const, sha256, fileBytes: bytes, updatedAt: new Date() }
  try {
    await em.transactional(async (tx) => {
      await claim?.(tx, id)
      await tx.nativeUpdate(ImportRow, { id }, columns)
    })
    return true
  } catch (error) {
    if (violates(error, 'import_file')) return false
    throw error
  }
}

export async function deleteUpload(em: EntityManager, id: string): Promise<void> {
  await em.nativeDelete(ImportRow, { id, status: 'uploading' })
}

interface UploadedFile {
  stream: AsyncIterable<Buffer>
  fileName?: string
}

async function fileOf(c: Context): Promise<UploadedFile> {
  const type = c.req.header('content-type') ?? ''
  const { body } = c.req.raw
  if (!body) throw new Problem('file_missing')
  const stream = Readable.fromWeb(body)
  // An `error` event without a listener throws: https://nodejs.org/api/events.html#error-events
  stream.on('error', () => undefined)
  if (/^multipart\/form-data\b/i.test(type)) return formFile(stream, type)
  if (/^(text\/csv|text\/plain|application\/octet-stream|application\/vnd\.ms-excel)\b/i.test(type))
    return { stream }
  throw unsupportedMediaType(type, 'Send the file as text/csv, or in a form as multipart/form-data.')
}

function formFile(body: Readable, type: string): Promise<UploadedFile> {
  const form = parserOf(type)
  return new Promise((resolve, reject) => {
    let file: Readable | undefined
    form.on('file', (_field, stream, fileName) => {
      file = stream
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

function parserOf(type: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { files: 1, fields: 20, fieldSize: 1_000 },
    })
  } catch {
    throw new Problem('invalid_form')
  }
}
