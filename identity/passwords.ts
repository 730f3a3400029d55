import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { Semaphore } from 'async-mutex'

export const MIN_PASSWORD = 12
export const MAX_PASSWORD = 128

/** @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const COST = { m: 19_456, t: 2, p: 1 }
const KEY_BYTES = 32

const twoAtOnce = new Semaphore(2)

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return `argon2id$m=${COST.m},t=${COST.t},p=${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

export async function verifyPassword({
  hash,
  password,
}: {
  hash: string
  password: string
}): Promise<boolean> {
  const [, m, t, p, salt = '', key = ''] =
    /^argon2id\$m=(\d+),t=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash) ?? []
  const expected = Buffer.from(key, 'base64url')
  if (expected.length !== KEY_BYTES) return false
  const cost = { m: Number(m), t: Number(t), p: Number(p) }
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), cost), expected)
}

/** Hashes the NFC form of the password: https://www.rfc-editor.org/rfc/rfc8265#section-4.2 */
function derive(password: string, nonce: Buffer, { m, t, p }: typeof COST): Promise<Buffer> {
  const message = password.normalize('NFC')
  const cost = { memory: m, passes: t, parallelism: p, tagLength: KEY_BYTES }
  return twoAtOnce.runExclusive(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        argon2('argon2id', { message, nonce, ...cost }, (error, key) =>
          error ? reject(error) : resolve(key),
        )
      }),
  )
}
