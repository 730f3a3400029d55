const UA_NAMESPACE = 'http://www.aiim.org/pdfua/ns/id/'
const FACTUR_X_NAMESPACE = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#'

const UA_SCHEMA = schemaOf('PDF/UA identification schema', UA_NAMESPACE, 'pdfuaid', [
  ['part', 'Integer', 'internal', 'part of ISO 14289'],
])
const FACTUR_X_SCHEMA = schemaOf('Factur-X PDFA Extension Schema', FACTUR_X_NAMESPACE, 'fx', [
  ['DocumentFileName', 'Text', 'external', 'name of the embedded XML invoice'],
  ['DocumentType', 'Text', 'external', 'type of the document'],
  ['Version', 'Text', 'external', 'version of the standard of the embedded XML'],
  ['ConformanceLevel', 'Text', 'external', 'profile of the embedded XML'],
])

const UA_PART = descriptionOf('pdfuaid', UA_NAMESPACE, { part: '1' })
/** ZUGFeRD calls the profile EN 16931 COMFORT. A credit note has the type INVOICE too. */
const FACTUR_X = descriptionOf('fx', FACTUR_X_NAMESPACE, {
  DocumentType: 'INVOICE',
  DocumentFileName: 'factur-x.xml',
  Version: '1.0',
  ConformanceLevel: 'EN 16931',
})

/**
 * Adds what Typst cannot write: the marks of PDF/UA-1 and of an embedded Factur-X invoice.
 *
 * @see https://pdfa.org/resource/iso-14289-pdfua/
 * @see https://fnfe-mpe.org/factur-x/factur-x_en/
 */
export function markStandards(pdf: Buffer, { hasFacturX }: { hasFacturX: boolean }): Buffer {
  const file = readStructure(pdf)
  const catalog = insertBefore(file.catalog.text, '/Direction', '/DisplayDocTitle true\n    ')
  const schemas = hasFacturX ? UA_SCHEMA + FACTUR_X_SCHEMA : UA_SCHEMA
  const xmp = insertBefore(
    insertBefore(file.xmp.text, '</rdf:Bag></pdfaExtension:schemas>', schemas),
    '</rdf:RDF>',
    hasFacturX ? UA_PART + FACTUR_X : UA_PART,
  )
  const replacements = [
    { ...file.xmp, bytes: metadataObject(file.xmp.id, xmp) },
    { ...file.catalog, bytes: Buffer.from(catalog, 'latin1') },
  ].toSorted((a, b) => a.start - b.start)
  return Buffer.concat([...replaceObjects(pdf, replacements, file.xref), tailOf(file, replacements)])
}

type Property = readonly [name: string, type: string, category: string, description: string]

function schemaOf(title: string, namespace: string, prefix: string, properties: readonly Property[]): string {
  const items = properties.map(
    ([name, type, category, description]) =>
      '<rdf:li rdf:parseType="Resource">' +
      `<pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>${type}</pdfaProperty:valueType>` +
      `<pdfaProperty:category>${category}</pdfaProperty:category>` +
      `<pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>`,
  )
  return (
    '<rdf:li rdf:parseType="Resource">' +
    `<pdfaSchema:schema>${title}</pdfaSchema:schema>` +
    `<pdfaSchema:namespaceURI>${namespace}</pdfaSchema:namespaceURI>` +
    `<pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>` +
    `<pdfaSchema:property><rdf:Seq>${items.join('')}</rdf:Seq></pdfaSchema:property></rdf:li>`
  )
}

function descriptionOf(prefix: string, namespace: string, values: Record<string, string>): string {
  const elements = Object.entries(values).map(
    ([name, value]) => `<${prefix}:${name}>${value}</${prefix}:${name}>`,
  )
  return `<rdf:Description rdf:about="" xmlns:${prefix}="${namespace}">${elements.join('')}</rdf:Description>`
}

interface PdfObject {
  id: number
  /** Offsets in bytes; `end` is exclusive. */
  start: number
  end: number
  text: string
}

interface Replacement extends PdfObject {
  bytes: Buffer
}

type Structure = ReturnType<typeof readStructure>

function readStructure(pdf: Buffer) {
  const xref = Number(match(pdf.toString('latin1', pdf.length - 64), /startxref\s+(\d+)\s+%%EOF\s*$/))
  const tail = pdf.toString('latin1', xref)
  const head = match(tail, /^(xref\n0 \d+\n)/)
  const trailer = tail.slice(tail.indexOf('trailer'))
  const offsetOf = (id: number) => Number(tail.slice(head.length + 20 * id, head.length + 20 * id + 10))
  const catalog = readObject(pdf, Number(match(trailer, /\/Root (\d+) 0 R/)), offsetOf)
  const metadata = readObject(pdf, Number(match(catalog.text, /\/Metadata (\d+) 0 R/)), offsetOf)
  return { xref, tail, head, trailer, catalog, xmp: { ...metadata, text: streamOf(pdf, metadata.start) } }
}

function readObject(pdf: Buffer, id: number, offsetOf: (id: number) => number): PdfObject {
  const start = offsetOf(id)
  const end = pdf.indexOf('endobj', start) + 'endobj'.length
  const text = pdf.toString('latin1', start, end)
  match(text, new RegExp(`^(${id} 0 obj)`))
  return { id, start, end, text }
}

/** The XMP packet must be uncompressed. */
function streamOf(pdf: Buffer, start: number): string {
  const begin = pdf.indexOf('stream\n', start) + 'stream\n'.length
  const length = Number(match(pdf.toString('latin1', start, begin), /\/Length (\d+)/))
  return pdf.toString('utf8', begin, begin + length)
}

function metadataObject(id: number, xmp: string): Buffer {
  const length = Buffer.byteLength(xmp)
  return Buffer.from(
    `${id} 0 obj\n<<\n  /Length ${length}\n  /Type /Metadata\n  /Subtype /XML\n>>\nstream\n${xmp}\nendstream\nendobj`,
  )
}

function replaceObjects(pdf: Buffer, replacements: readonly Replacement[], xref: number): Buffer[] {
  let at = 0
  const parts: Buffer[] = []
  for (const { start, end, bytes } of replacements) {
    parts.push(pdf.subarray(at, start), bytes)
    at = end
  }
  return [...parts, pdf.subarray(at, xref)]
}

function tailOf({ xref, tail, head, trailer }: Structure, replacements: readonly Replacement[]): Buffer {
  const moved = (offset: number) =>
    replacements.reduce(
      (sum, { start, end, bytes }) => sum + (offset > start ? bytes.length - (end - start) : 0),
      offset,
    )
  const rows = tail
    .slice(head.length, tail.indexOf('trailer'))
    .replace(/^(\d{10})(?= \d{5} n)/gm, (offset) => `${moved(Number(offset))}`.padStart(10, '0'))
  return Buffer.from(head + rows + trailer.replace(/startxref\s+\d+/, `startxref\n${moved(xref)}`), 'latin1')
}

function match(text: string, pattern: RegExp): string {
  const [, found] = pattern.exec(text) ?? []
  if (found === undefined) throw new RangeError(`the PDF has no ${pattern.source}`)
  return found
}

function insertBefore(text: string, mark: string, added: string): string {
  const at = text.indexOf(mark)
  if (at === -1 || at !== text.lastIndexOf(mark)) throw new RangeError(`the PDF has no single ${mark}`)
  return text.slice(0, at) + added + text.slice(at)
}
