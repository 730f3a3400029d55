import { type ByMode, byMode } from '../domain/shared/mode.ts'
import type { Mailer } from '../integrations/email/mailer.ts'
import { createPostmarkMailer } from '../integrations/email/postmark.ts'
import type { Config } from './config.ts'

export function createMailers(config: Pick<Config, 'live' | 'test'>): ByMode<Mailer> {
  return byMode((mode) => createPostmarkMailer(config[mode].postmark))
}
