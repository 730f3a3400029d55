import type { Logger } from 'pino'
import { defaultCjkFolder } from '../integrations/pdf/fonts.ts'
import { createPdfs, type Pdfs, type PdfsOptions } from '../integrations/pdf/pdfs.ts'
import type { Config } from './config.ts'

export function createConfiguredPdfs(
  { cjkFonts }: Config,
  log: Logger,
  { readLogo, eInvoices }: Pick<PdfsOptions, 'readLogo' | 'eInvoices'>,
): Pdfs {
  return createPdfs({
    cjkFolder: cjkFonts ?? defaultCjkFolder(process.env),
    readLogo,
    eInvoices,
    warn: (facts, event) => log.warn(facts, event),
  })
}
