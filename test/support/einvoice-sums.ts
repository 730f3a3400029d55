import type { ReadInvoice, ReadLine, Terms } from './read-einvoice.ts'

/**
 * Recomputes the sums of EN 16931 (BR-CO-10 to 17, BR-S-08 and its siblings).
 * No rule of the standard checks the price of a line. Returns the differences.
 */
export function wrongSums(invoice: ReadInvoice): string[] {
  const { terms, lines, adjustments, taxes } = invoice
  const minor = (text: string | undefined) => toFraction(text ?? '0').hundredths()
  const total = (term: string) => minor(terms[term])
  const sumOf = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)
  const sumAt = (items: readonly Terms[], term: string) => sumOf(items.map((item) => minor(item[term])))
  const wrong: string[] = []
  const expect = (rule: string, stated: bigint, computed: bigint) => {
    if (stated !== computed) wrong.push(`${rule}: ${stated} is stated, ${computed} is right`)
  }
  const isCharge = ({ isCharge: text }: Terms) => text === 'true'
  const discounts = adjustments.filter((one) => !isCharge(one))
  const charges = adjustments.filter(isCharge)
  const lineTerms = lines.map((line) => line.terms)

  expect('BR-CO-10', total('BT-106'), sumAt(lineTerms, 'BT-131'))
  expect('BR-CO-11', total('BT-107'), sumAt(discounts, 'amount'))
  expect('BR-CO-12', total('BT-108'), sumAt(charges, 'amount'))
  expect('BR-CO-13', total('BT-109'), total('BT-106') - total('BT-107') + total('BT-108'))
  expect('BR-CO-14', total('BT-110'), sumAt(taxes, 'BT-117'))
  expect('BR-CO-15', total('BT-112'), total('BT-109') + total('BT-110'))
  expect('BR-CO-16', total('BT-115'), total('BT-112') - total('BT-113') + total('BT-114'))
  for (const tax of taxes) {
    const exact = toFraction(tax['BT-116'] ?? '').times(toFraction(tax['BT-119'] ?? '0'))
    expect(`BR-CO-17 ${keyOf(tax)}`, minor(tax['BT-117']), exact.dividedBy(100n).hundredths())
    const inGroup = (category: string | undefined, rate: string | undefined) =>
      category === tax['BT-118'] && Number(rate ?? 0) === Number(tax['BT-119'] ?? 0)
    const ofGroup = (items: readonly Terms[]) =>
      sumAt(
        items.filter(({ category, rate }) => inGroup(category, rate)),
        'amount',
      )
    expect(
      `BR-${tax['BT-118']}-08 ${keyOf(tax)}`,
      minor(tax['BT-116']),
      sumAt(
        lineTerms.filter((line) => inGroup(line['BT-151'], line['BT-152'])),
        'BT-131',
      ) -
        ofGroup(discounts) +
        ofGroup(charges),
    )
  }
  expect('sum of BT-116', total('BT-109'), sumAt(taxes, 'BT-116'))
  for (const line of lines)
    expect(`price of line ${line.terms['BT-126']}`, minor(line.terms['BT-131']), netOf(line))
  return wrong

  function netOf({ terms: line, adjustments: ofLine }: ReadLine): bigint {
    const price = toFraction(line['BT-146'] ?? '').times(toFraction(line['BT-129'] ?? ''))
    const each = toFraction(line['BT-149'] ?? '1')
    const own = ofLine.map((one) => (isCharge(one) ? 1n : -1n) * minor(one['amount']))
    return price.per(each).hundredths() + sumOf(own)
  }
}

function keyOf(tax: Terms): string {
  return `${tax['BT-118']} ${tax['BT-119']} %`
}

interface Fraction {
  times(other: Fraction): Fraction
  per(other: Fraction): Fraction
  dividedBy(whole: bigint): Fraction
  /** Rounds halves away from zero. */
  hundredths(): bigint
  readonly parts: readonly [bigint, bigint]
}

function toFraction(text: string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) throw new RangeError(`not a decimal: ${text}`)
  const [, sign = '', whole = '', decimals = ''] = match
  return fraction(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length))
}

function fraction(top: bigint, bottom: bigint): Fraction {
  return {
    parts: [top, bottom],
    times: ({ parts: [a, b] }) => fraction(top * a, bottom * b),
    per: ({ parts: [a, b] }) => (a < 0n ? fraction(-top * b, bottom * -a) : fraction(top * b, bottom * a)),
    dividedBy: (whole) => fraction(top, bottom * whole),
    hundredths() {
      const scaled = top * 100n
      const magnitude = scaled < 0n ? -scaled : scaled
      const result = (2n * magnitude + bottom) / (2n * bottom)
      return scaled < 0n ? -result : result
    },
  }
}
