import { AsyncLocalStorage } from 'node:async_hooks'
import { addAccountMail } from '../db/identity/account-mails.ts'
import type { EntityManager } from '../db/orm.ts'
import type { AccountMail } from '../domain/identity/account-mail.ts'
import { sealText } from '../domain/identity/sealed-text.ts'

const failed = new AsyncLocalStorage<{ error?: unknown }>()

export async function withMailErrors<T>(run: () => Promise<T>): Promise<T> {
  const store: { error?: unknown } = {}
  const result = await failed.run(store, run)
  if (store.error !== undefined) throw store.error
  return result
}

interface UnsavedMail {
  recipient: string
  lifetimeS: number
  mail: AccountMail
  secret: string
}

export async function saveAccountMail(
  em: EntityManager,
  { recipient, lifetimeS, mail, secret }: UnsavedMail,
): Promise<void> {
  const sealed = sealText(JSON.stringify(mail), secret)
  await addAccountMail(em, { kind: mail.kind, recipient, lifetimeS, sealed })
}

/** A hook must not send mail, because the duration reveals an account. */
export function mailSaver({ em, secret }: { em: EntityManager; secret: string }) {
  return async (recipient: string, lifetimeS: number, mail: AccountMail): Promise<void> => {
    try {
      await saveAccountMail(em.fork(), { recipient, lifetimeS, mail, secret })
    } catch (error) {
      const store = failed.getStore()
      if (!store) throw error
      store.error = error
    }
  }
}
