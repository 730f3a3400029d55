import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export const SCOPES = ['read', 'write', 'refunds', 'webhooks'] as const
export type Scope = (typeof SCOPES)[number]

export const API_KEY_BYTES = 24
const RANDOM_CHARACTERS = 33
const CHECKSUM_CHARACTERS = 6
const SHOWN_CHARACTERS = 'dw_test_'.length + 4
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export function encodeApiKey(mode: 'test' | 'live', random: Uint8Array): string {
  const number = BigInt(`0x${Buffer.from(random).toString('hex')}`)
  const start = `dw_${mode}_${base62(number, RANDOM_CHARACTERS)}`
  return start + checksumOf(start)
}

export function isApiKey(text: string): boolean {
  const form = /^dw_(?:test|live)_[0-9A-Za-z]{39}$/
  return form.test(text) && text.endsWith(checksumOf(text.slice(0, -CHECKSUM_CHARACTERS)))
}

export function hashApiKey(key: string): string {
  return hash('sha256', key, 'hex')
}

export function visibleStart(key: string): string {
  return key.slice(0, SHOWN_CHARACTERS)
}

export function apiKeyStatus({
  revokedAt,
  expiresAt,
}: {
  revokedAt?: Date | null | undefined
  expiresAt?: Date | null | undefined
}): 'active' | 'expired' | 'revoked' {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt.getTime() <= Date.now() ? 'expired' : 'active'
}

function checksumOf(text: string): string {
  return base62(BigInt(crc32(text)), CHECKSUM_CHARACTERS)
}

function base62(number: bigint, length: number): string {
  let digits = ''
  for (let rest = number; rest > 0n; rest /= 62n) digits = DIGITS.charAt(Number(rest % 62n)) + digits
  return digits.padStart(length, '0')
}
