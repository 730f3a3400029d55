import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EINVOICE_FILES } from '../domain/einvoice/format.ts'
import { createEInvoices, type EInvoices } from '../integrations/einvoice/einvoices.ts'
import { createPdfs } from '../integrations/pdf/pdfs.ts'
import { invoicesOfCountries } from '../test/support/einvoice-countries.ts'
import { EINVOICE_KINDS } from '../test/support/einvoice-kinds.ts'
import { installTools } from './documents/tools.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const tools = await installTools(
  process.env['DOCUMENT_TOOLS'] ?? path.join(tmpdir(), 'duewell-document-tools'),
  say,
)
const folder = mkdtempSync(path.join(tmpdir(), 'duewell-documents-'))
const problems: string[] = []
try {
  const { xmlFiles, hybrids } = await makeDocuments()
  await checkXml(xmlFiles)
  await checkHybrids(hybrids)
} finally {
  if (problems.length === 0) rmSync(folder, { recursive: true })
}
for (const problem of problems) say(problem)
say(
  problems.length === 0
    ? `No errors in ${EINVOICE_KINDS.length} kinds of invoice`
    : `${problems.length} errors; the documents are in ${folder}`,
)
process.exit(problems.length === 0 ? 0 : 1)

interface Hybrid {
  pdf: string
  xml: string
}

async function makeDocuments(): Promise<{ xmlFiles: string[]; hybrids: Hybrid[] }> {
  const eInvoices = createEInvoices()
  const pdfs = createPdfs({ eInvoices })
  const xmlFiles: string[] = []
  const hybrids: Hybrid[] = []
  for (const { name, document, creditNote } of EINVOICE_KINDS) {
    const ownFolder = path.join(folder, name.replaceAll(' ', '-'))
    mkdirSync(ownFolder)
    for (const format of EINVOICE_FILES) {
      const invoice = await eInvoices.ofInvoice(document, format)
      const files = {
        [format]: invoice,
        ...(creditNote
          ? { [`${format}-credit-note`]: await eInvoices.ofCreditNote(creditNote, format) }
          : {}),
      }
      for (const [file, made] of Object.entries(files)) {
        if ('missing' in made) {
          problems.push(`${name}, ${file}: ${JSON.stringify(made.missing)}`)
          continue
        }
        const target = path.join(ownFolder, `${file}.xml`)
        writeFileSync(target, made.xml)
        xmlFiles.push(target)
      }
    }
    const pdf = path.join(ownFolder, 'invoice.pdf')
    writeFileSync(pdf, await pdfs.invoice(document))
    hybrids.push({ pdf, xml: path.join(ownFolder, 'factur_x.xml') })
    if (creditNote) {
      const note = path.join(ownFolder, 'credit-note.pdf')
      writeFileSync(note, await pdfs.creditNote(creditNote))
      hybrids.push({ pdf: note, xml: path.join(ownFolder, 'factur_x-credit-note.xml') })
    }
  }
  await pdfs.close()
  xmlFiles.push(...(await makeNational(eInvoices)))
  return { xmlFiles, hybrids }
}

/** The rules of Peppol differ by the country of the seller. An incomplete invoice has no file. */
async function makeNational(eInvoices: EInvoices): Promise<string[]> {
  const files: string[] = []
  for (const { name, document } of invoicesOfCountries()) {
    for (const format of EINVOICE_FILES) {
      const made = await eInvoices.ofInvoice(document, format)
      if ('missing' in made) {
        say(`${name}, ${format} lacks ${made.missing.map(({ field }) => field).join(', ')}`)
        continue
      }
      const target = path.join(folder, `${name}-${format}.xml`)
      writeFileSync(target, made.xml)
      files.push(target)
    }
  }
  return files
}

async function checkXml(files: string[]): Promise<void> {
  const rules = path.join(folder, 'rules.json')
  writeFileSync(rules, JSON.stringify(tools.rules))
  const script = path.join(import.meta.dirname, 'documents', 'check_xml.py')
  const output = await tools.python(script, rules, ...files)
  const ran = new Map<string, number>()
  const warnings = new Map<string, number>()
  for (const row of output.trim().split('\n')) {
    const {
      file,
      ran: checks,
      errors,
      warnings: found,
    } = JSON.parse(row) as {
      file: string
      ran: string[]
      errors: string[]
      warnings: string[]
    }
    for (const check of checks) ran.set(check, (ran.get(check) ?? 0) + 1)
    for (const warning of found) warnings.set(warning, (warnings.get(warning) ?? 0) + 1)
    problems.push(...errors.map((error) => `${path.relative(folder, file)}: ${error}`))
  }
  for (const [check, count] of ran) say(`${check}: ${count} files`)
  for (const [warning, count] of warnings) say(`warning in ${count} files: ${warning}`)
}

async function checkHybrids(hybrids: Hybrid[]): Promise<void> {
  const pdfs = hybrids.map(({ pdf }) => pdf)
  const pairs = hybrids.map(({ pdf, xml }) => `${pdf}=${xml}`)
  const script = path.join(import.meta.dirname, 'documents', 'check_hybrid.py')
  for (const row of (await tools.python(script, ...pairs)).trim().split('\n')) {
    const { file, errors } = JSON.parse(row) as { file: string; errors: string[] }
    problems.push(...errors.map((error) => `${path.relative(folder, file)}, factur-x: ${error}`))
  }
  say(`factur-x reads the invoice: ${pdfs.length} files`)
  const reports = [
    await tools.java('verapdf', 'CheckPdf.java', ...pdfs),
    await tools.java('mustang', 'CheckHybrid.java', ...pdfs),
  ]
  const counts = new Map<string, number>()
  for (const row of reports.join('').split('\n')) {
    const [file, check, errors] = row.split('\t')
    if (!file?.startsWith(folder) || check === undefined) continue
    counts.set(check, (counts.get(check) ?? 0) + 1)
    if (errors) problems.push(`${path.relative(folder, file)}, ${check}: ${errors}`)
  }
  for (const check of ['3a', 'ua1', 'mustang']) {
    say(`${check}: ${counts.get(check) ?? 0} files`)
    if (counts.get(check) !== pdfs.length) problems.push(`${check} did not answer for each file`)
  }
}
