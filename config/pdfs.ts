import type { Logger } from 'pino'
import { defaultCjkFolder } from '../integrations/pdf/fonts.ts'
import { createPdfs, type Pdfs } from '../integrations/pdf/pdfs.ts'
import type { Config } from './config.ts'

export function createConfiguredPdfs({ cjkFonts }: Config, log: Logger): Pdfs {
  return createPdfs({
    cjkFolder: cjkFonts ?? defaultCjkFolder(process.env),
    warn: (facts, event) => log.warn(facts, event),
  })
}
