// A character of the extension table takes two places:
// https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
    '¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('^{}\\[~]|€')

export function countSegments(body: string): number {
  const characters = Array.from(body)
  const gsm = characters.every((character) => basic.has(character) || extension.has(character))
  if (!gsm) return pieces(body.length, 70, 67)
  const places = characters.reduce((sum, character) => sum + (extension.has(character) ? 2 : 1), 0)
  return pieces(places, 160, 153)
}

function pieces(length: number, alone: number, joined: number): number {
  return length <= alone ? 1 : Math.ceil(length / joined)
}
