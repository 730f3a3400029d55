export type AccountMail = { name: string } & (
  | { kind: 'confirm_address'; url: string }
  | { kind: 'reset_password'; url: string }
  | { kind: 'account_exists'; url: string }
  | { kind: 'password_changed'; url: string }
  /** A person of the merchant gets a customer's message as a sample. */
  | { kind: 'template_test'; subject: string; text: string; html: string }
  | { kind: 'invitation'; url: string; inviter: string | null; merchant: string }
)
