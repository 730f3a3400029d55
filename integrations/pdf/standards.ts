const UA_NAMESPACE = 'http://www.aiim.org/pdfua/ns/id/'

const UA_SCHEMA =
  '<rdf:li rdf:parseType="Resource">' +
  '<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>' +
  `<pdfaSchema:namespaceURI>${UA_NAMESPACE}</pdfaSchema:namespaceURI>` +
  '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>' +
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">' +
  '<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>' +
  '<pdfaProperty:category>internal</pdfaProperty:category>' +
  '<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>' +
  '</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>'

const UA_PART = `<rdf:Description rdf:about="" xmlns:pdfuaid="${UA_NAMESPACE}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>`

/**
 * @see https://pdfa.org/resource/iso-14289-pdfua/
 */
export function markAsPdfUa(pdf: Buffer): Buffer {
  const file = readStructure(pdf)
  const catalog = insertBefore(file.catalog.text, '/Direction', '/DisplayDocTitle true\n    ')
  const xmp = insertBefore(
    insertBefore(file.xmp.text, '</rdf:Bag></pdfaExtension:schemas>', UA_SCHEMA),
    '</rdf:RDF>',
    UA_PART,
  )
  const replacements = [
    { ...file.xmp, bytes: metadataObject(file.xmp.id, xmp) },
    { ...file.catalog, bytes: Buffer.from(catalog, 'latin1') },
  ].toSorted((a, b) => a.start - b.start)
  return Buffer.concat([...replaceObjects(pdf, replacements, file.xref), tailOf(file, replacements)])
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
