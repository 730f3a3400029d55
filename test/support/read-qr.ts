import decodeQR from 'qr/decode.js'
import sharp from 'sharp'

/** Returns the text of a code. The reader needs the alignment pattern under a Swiss cross. */
export async function readQr(svg: string): Promise<string> {
  const image = sharp(Buffer.from(svg.replaceAll(/<rect[^>]*>/g, '')), { density: 1_000 })
    .resize(800, 800)
    .flatten({ background: 'white' })
    .extend({ top: 80, bottom: 80, left: 80, right: 80, background: 'white' })
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return decodeQR(
    { width: info.width, height: info.height, data: new Uint8Array(data) },
    { timeLimit: 10_000 },
  )
}
