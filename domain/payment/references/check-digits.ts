/**
 * Computes MOD 10 by Luhn.
 *
 * @see https://www.iso.org/standard/70484.html annex B
 */
export function luhnDigit(digits: string): string {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const product = Number(digit) * (index % 2 === 0 ? 2 : 1)
      return total + (product > 9 ? product - 9 : product)
    }, 0)
  return String((10 - (sum % 10)) % 10)
}

/** Takes a number of any length. */
export function mod97(digits: string): number {
  return Number(BigInt(digits) % 97n)
}

/**
 * Computes MOD 10 with the weights 7, 3 and 1 from the right.
 *
 * @see https://www.finanssiala.fi/wp-content/uploads/2021/03/kotimaisen_viitteen_rakenneohje.pdf
 */
export function weightedDigit(digits: string): string {
  const weights = [7, 3, 1]
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0), 0)
  return String((10 - (sum % 10)) % 10)
}

const CARRIES = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]

/** Computes the recursive MOD 10. */
export function recursiveDigit(digits: string): string {
  const carry = Array.from(digits).reduce((before, digit) => CARRIES[(before + Number(digit)) % 10] ?? 0, 0)
  return String((10 - carry) % 10)
}

export function grouped(text: string, size: number, from: 'left' | 'right' = 'left'): string {
  const first = from === 'left' ? 0 : text.length % size
  const groups = first > 0 ? [text.slice(0, first)] : []
  for (let at = first; at < text.length; at += size) groups.push(text.slice(at, at + size))
  return groups.join(' ')
}
