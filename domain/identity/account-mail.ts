export type AccountMail = { name: string } & (
  | { kind: 'confirm_address'; url: string }
  | { kind: 'reset_password'; url: string }
  | { kind: 'account_exists'; url: string }
  | { kind: 'password_changed'; url: string }
  | { kind: 'invitation'; url: string; inviter: string | null; merchant: string }
)
