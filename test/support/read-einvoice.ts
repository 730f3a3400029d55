import { XmlDocument, type XmlElement } from 'libxml2-wasm'
import { CII, NAMESPACES, type Paths, ublBinding } from './einvoice-paths.ts'

/** The keys are the numbers of the business terms of EN 16931. The reader shares no code with the writers. */
export interface ReadInvoice {
  syntax: 'cii' | 'ubl'
  terms: Terms
  credited: Terms[]
  adjustments: Terms[]
  taxes: Terms[]
  lines: ReadLine[]
}

export type Terms = Readonly<Record<string, string>>

export interface ReadLine {
  terms: Terms
  adjustments: Terms[]
}

export function readEInvoice(xml: string): ReadInvoice {
  const document = XmlDocument.fromString(xml)
  try {
    const { root } = document
    const syntax = root.name === 'CrossIndustryInvoice' ? 'cii' : 'ubl'
    const binding = syntax === 'cii' ? CII : ublBinding(root.name)
    const groupsOf = ([path, paths]: [string, Paths], from: XmlElement = root) =>
      elementsAt(from, path).map((element) => termsAt(element, paths))
    return {
      syntax,
      terms: termsAt(root, binding.terms),
      credited: groupsOf(binding.credited),
      adjustments: groupsOf(binding.adjustments),
      taxes: groupsOf(binding.taxes),
      lines: elementsAt(root, binding.lines[0]).map((line) => ({
        terms: termsAt(line, binding.lines[1]),
        adjustments: groupsOf(binding.lineAdjustments, line),
      })),
    }
  } finally {
    document.dispose()
  }
}

function elementsAt(from: XmlElement, path: string): XmlElement[] {
  return from.find(path, NAMESPACES) as XmlElement[]
}

function termsAt(from: XmlElement, paths: Paths): Terms {
  const found = Object.entries(paths).flatMap(([term, path]): [string, string][] => {
    const nodes = from.find(path, NAMESPACES)
    if (nodes.length > 1) throw new RangeError(`${term} stands ${nodes.length} times at ${path}`)
    const text = nodes[0]?.content
    if (text === undefined) return []
    const isDate = path.endsWith(':DateTimeString')
    return [[term, isDate ? text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : text]]
  })
  return Object.fromEntries(found)
}
