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
  /** The path at which known customers are looked up. */
  lookup: string
  currencies: readonly string[]
  /** The currency of the seller's country. */
  nationalCurrency: string | undefined
  known: readonly KnownName[]
  channels: readonly Channel[]
  mistakes?: Mistakes | undefined
}

export interface KnownName {
  name: string
  email: string
}
