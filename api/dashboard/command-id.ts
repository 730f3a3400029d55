import { deterministicId, isId, newId } from '../../db/ids.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import type { Fields } from '../identity/form.ts'

interface Subject {
  id: string
  merchantId: string
  mode: Mode
}

/** A form must not name a command of another merchant. */
export function commandIdOf({ id, merchantId, mode }: Subject, formId: string): string {
  return deterministicId('cmd', `${merchantId} ${mode} ${id} ${formId}`)
}

export function formIdOf({ command = '' }: Fields): string {
  return isId('cmd', command) ? command : newId('cmd')
}
