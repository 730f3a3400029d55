import type { Channel } from '../../../../domain/invoice/index.ts'
import type { Mistakes } from '../../../identity/form.ts'
import type { Viewer } from '../../viewer.ts'
import type { DraftForm } from './draft-form.ts'
import type { Saving } from './draft-state.tsx'

export interface DraftFormProps {
  viewer: Viewer
  form: DraftForm
  saving: Saving
  isNew: boolean
  path: string
  /** The form looks up known customers at this path. */
  lookup: string
  currencies: readonly string[]
  nationalCurrency: string | undefined
  known: readonly KnownName[]
  channels: readonly Channel[]
  mistakes?: Mistakes | undefined
}

export interface KnownName {
  name: string
  email: string
}
