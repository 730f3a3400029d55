import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NodeCompiler, type NodeTypstCompileResult } from '@myriaddreamin/typst-ts-node-compiler'
import { type FontFamily, foldersOf, orderFamilies, readCharacters } from './fonts.ts'
import type { PageContent } from './page-content.ts'
import { type Coverage, printableValues, scriptsOf } from './printable.ts'
import { markStandards } from './standards.ts'

export interface Rendered {
  pdf: Uint8Array
  missingScripts: string[]
}

export type Typesetter = (content: PageContent, logoPng?: Uint8Array) => Rendered

const WORKSPACE = path.join(import.meta.dirname, 'no-files')
const LOGO_PATH = path.join(WORKSPACE, 'logo.png')

/**
 * Returns a function that blocks the event loop.
 *
 * @throws Error from the returned function, with Typst's diagnostics
 */
export function createTypesetter(families: readonly FontFamily[]): Typesetter {
  const template = readFileSync(new URL('page.typ', import.meta.url), 'utf8')
  const coverage = families.map(lazyCharacters)
  const compiler = NodeCompiler.create({
    // The folder does not exist, so a document cannot read files of the machine.
    workspace: WORKSPACE,
    fontArgs: [{ fontPaths: foldersOf(families) }],
  })

  return ({ xml, ...content }, logoPng) => {
    const missing = new Set<string>()
    const data = withCode(printableValues(content, coverage, missing), content)
    const fonts = orderFamilies(families, content.language, JSON.stringify(data))
    try {
      if (logoPng) compiler.mapShadow(LOGO_PATH, Buffer.from(logoPng))
      const result = compiler.compile({
        mainFileContent: template,
        inputs: { data: JSON.stringify({ ...data, fonts, xml }) },
      })
      throwDiagnostics(result)
      const pdf = compiler.pdf(requireResult(result), { pdfStandard: 'a-3a' })
      const marked = markStandards(pdf, { hasFacturX: xml !== undefined })
      return { pdf: marked, missingScripts: scriptsOf(missing) }
    } catch (error) {
      throw toReadable(error)
    } finally {
      // The compiler's cache grows with each document until an eviction.
      compiler.evictCache(0)
      compiler.resetShadow()
    }
  }
}

/** The image of a code is no text to be printed. */
function withCode(data: PageContent, { transfer, swissBill }: PageContent): PageContent {
  return {
    ...data,
    ...(data.transfer?.code && transfer?.code
      ? { transfer: { ...data.transfer, code: { ...data.transfer.code, svg: transfer.code.svg } } }
      : {}),
    ...(data.swissBill && swissBill
      ? { swissBill: { ...data.swissBill, code: { ...data.swissBill.code, svg: swissBill.code.svg } } }
      : {}),
  }
}

function lazyCharacters({ files: [file] }: FontFamily): Coverage[number] {
  let characters: Set<number> | undefined
  return { has: (code) => (characters ??= file ? readCharacters(file) : new Set()).has(code) }
}

/** A warning counts as an error, because a missing font is a warning. */
function throwDiagnostics(result: NodeTypstCompileResult): void {
  const found = result.hasError() ? result.takeError() : result.takeWarnings()
  if (!found) return
  const diagnostics = found.shortDiagnostics as { message?: string }[]
  throw new Error(diagnostics.map(({ message = 'unknown error' }) => message).join('; '))
}

function requireResult({ result }: NodeTypstCompileResult) {
  if (!result) throw new Error('Typst returned no document')
  return result
}

function toReadable(error: unknown): unknown {
  return error instanceof Error && error.message === '' && 'code' in error
    ? new Error(String(error.code), { cause: error })
    : error
}
