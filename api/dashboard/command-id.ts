import { deterministicId, isId, newId } from '../../db/ids.ts'
import type { Fields } from '../identity/form.ts'
import type { Tenant } from '../http/api-key-auth.ts'

/** A form must not name a command of another merchant. */
export function commandIdOf({ id, merchantId, mode }: Tenant & { id: string }, formId: string): string {
  return deterministicId('cmd', `${merchantId} ${mode} ${id} ${formId}`)
}

/** The form carries its id, so that sending it twice does it once. */
export function formIdOf({ command = '' }: Fields): string {
  return isId('cmd', command) ? command : newId('cmd')
}
