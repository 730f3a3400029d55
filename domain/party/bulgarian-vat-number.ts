import * as egn from 'stdnum/lib/cjs/bg/egn.js'
import * as pnf from 'stdnum/lib/cjs/bg/pnf.js'

/**
 * Checks a number without its country. A company has 9 digits, a person 10.
 *
 * @see findings/vat-checkers-refuse-new-belgian-and-northern-irish-numbers.sh
 */
export const bulgarian = {
  validate: (number: string) => ({ isValid: isCompany(number) || isPerson(number) }),
}

/** @see https://ec.europa.eu/taxation_customs/vies/ */
function isCompany(number: string): boolean {
  if (!/^\d{9}$/.test(number)) return false
  const first = weightedSum(number, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
  const remainder = first === 10 ? weightedSum(number, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 : first
  return remainder % 10 === Number(number[8])
}

function isPerson(number: string): boolean {
  if (!/^\d{10}$/.test(number)) return false
  if (egn.validate(number).isValid || pnf.validate(number).isValid) return true
  const rest = 11 - (weightedSum(number, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)
  return rest !== 10 && rest % 11 === Number(number[9])
}

function weightedSum(number: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0)
}
