/** The triggers of the schema have the same names. */
export const SETTINGS = [
  'api_key',
  'branding',
  'email_template',
  'payout_account',
  'profile',
  'reminder_plan',
  'settings',
  'suppressed_address',
  'team_invitation',
  'team_member',
  'webhook_endpoint',
] as const
export type Setting = (typeof SETTINGS)[number]
