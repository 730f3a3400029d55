export type FlowStep =
  | 'provider_selection'
  | 'consent'
  | 'form'
  | 'wait'
  | 'retry'
  | 'scheme_selection'
  | 'user_account_selection'
  | 'spoken_password'

export const FLOWS = {
  redirect: [],
  provider_selection: ['provider_selection'],
  consent: ['consent'],
  selection_and_consent: ['provider_selection', 'consent'],
  form: ['form'],
  wait: ['wait'],
  retry: ['retry'],
  scheme_selection: ['scheme_selection'],
  user_account_selection: ['user_account_selection'],
  unknown: ['spoken_password'],
} as const satisfies Record<string, readonly FlowStep[]>
export type Flow = keyof typeof FLOWS
