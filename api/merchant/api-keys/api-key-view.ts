import type { ApiKeyRow } from '../../../db/entities/index.ts'
import { apiKeyStatus } from '../../../domain/merchant/api-key.ts'
import { isoOrNull } from '../../http/response/iso.ts'

export function apiKeyView(row: ApiKeyRow) {
  return {
    object: 'api_key',
    id: row.id,
    name: row.name,
    mode: row.mode,
    scopes: row.scopes,
    starts_with: row.startsWith,
    status: apiKeyStatus(row),
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    last_used_at: isoOrNull(row.lastUsedAt),
    expires_at: isoOrNull(row.expiresAt),
    revoked_at: isoOrNull(row.revokedAt),
    revoked_by: row.revokedBy ?? null,
    replaced_by: row.replacedBy ?? null,
  }
}
