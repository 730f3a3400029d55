import { encodeQR } from 'qr'

/** Returns an SVG without a background. The border is half of the standard's: the page adds white around it. */
export function qrCode(address: string): string {
  return encodeQR(address, 'svg', { border: 2 })
}
