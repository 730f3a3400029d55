import type { IdempotencyScope } from '../../../db/idempotency.ts'
import { withoutSignatures, withSignatures } from '../../../domain/payment/payment-link.ts'
import { decryptText, type EncryptedText, encryptText } from '../../../domain/shared/encryption.ts'
import type { ApiDeps } from '../../deps.ts'

export interface StoredAnswers {
  encrypt(body: string, scope: IdempotencyScope): EncryptedText
  decrypt(body: EncryptedText, scope: IdempotencyScope): string | undefined
}

const PURPOSE = 'duewell-stored-answer'

/** A stored body must not contain the signature of a link. */
export function createStoredAnswers({ linkKeys }: Pick<ApiDeps, 'linkKeys'>): StoredAnswers {
  return {
    encrypt: (body, scope) =>
      encryptText(PURPOSE, withoutSignatures(body, linkKeys), contextOf(scope), linkKeys),
    decrypt(body, scope) {
      const text = decryptText(PURPOSE, body, contextOf(scope), linkKeys)
      return text === undefined ? undefined : withSignatures(text, linkKeys)
    },
  }
}

function contextOf({ merchantId, mode, key }: IdempotencyScope): string {
  return `${merchantId}\n${mode}\n${key}`
}
