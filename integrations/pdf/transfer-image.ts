import { encodeQR } from 'qr'
import type { TransferCode } from '../../domain/invoice/transfer.ts'

/** Millimetres. The side of a Swiss code is prescribed, with its cross of 7 mm. */
const SIDE = { swiss: 46, epc: 32 }
const CROSS = 7

/** Returns the code without its margin, which the page adds. */
export function transferImage({ text, bill }: TransferCode): { svg: string; side: number } {
  const svg = encodeQR(text, 'svg', { ecc: 'medium', border: 1 })
  const [viewBox = '', whole = '0'] = /viewBox="0 0 (\d+) \d+"/.exec(svg) ?? []
  const modules = Number(whole) - 2
  const code = svg.replace(viewBox, `viewBox="1 1 ${modules} ${modules}"`)
  if (!bill) return { svg: code, side: SIDE.epc }
  return { svg: code.replace('</svg>', `${swissCross(modules)}</svg>`), side: SIDE.swiss }
}

/** The white cross has arms of 6 by 20 in a black square of 32. */
function swissCross(modules: number): string {
  const whole = (modules * CROSS) / SIDE.swiss
  const middle = modules / 2 + 1
  const rect = (width: number, height: number, colour: string) =>
    `<rect x="${middle - width / 2}" y="${middle - height / 2}" width="${width}" height="${height}" fill="${colour}"/>`
  const black = whole * 0.88
  return [
    rect(whole, whole, 'white'),
    rect(black, black, 'black'),
    rect((black * 6) / 32, (black * 20) / 32, 'white'),
    rect((black * 20) / 32, (black * 6) / 32, 'white'),
  ].join('')
}
