import {
  type RequestedSettings,
  type Header,
  type HeaderProblem,
  readHeader,
  truncateForDisplay,
} from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'

/** @throws FileProblem with the code of the first mistake */
export function headerOf(names: readonly string[], { columns, pricesIncludeTax }: RequestedSettings): Header {
  const result = readHeader(names, columns, pricesIncludeTax !== undefined)
  if ('header' in result) return result.header
  const [first] = result.problems
  throw new FileProblem(first?.code ?? 'missing_columns', result.problems.map(describe).join(' '))
}

function describe(problem: HeaderProblem): string {
  switch (problem.code) {
    case 'duplicate_headers':
      return `These headers mean the same column: ${list(problem.headers)}. Rename or remove all but one, or say which one counts.`
    case 'missing_columns':
      return `These columns are missing: ${list(problem.columns)}. Take the template’s headers, or say which of the file’s they are.`
    case 'unknown_column_choice':
      return `The file has no column named ${list(problem.headers)}.`
    case 'unclear_tax':
      return `${list(problem.headers)} can be a rate or an amount of money. Say that it is a percentage on top of the amount, tax_rate, or leave it out: {"columns": {${JSON.stringify(truncateForDisplay(problem.headers[0] ?? ''))}: null}}.`
    case 'unclear_amount': {
      const [amount, rate] = problem.headers
      return `Is the tax of ${list([rate])} in ${list([amount])}? Say yes: {"prices_include_tax": "yes"}, or no if it comes on top: {"prices_include_tax": "no"}. Or leave the rate out: {"columns": {${JSON.stringify(truncateForDisplay(rate))}: null}}.`
    }
    case 'unclear_quantity': {
      const [quantity, amount] = problem.headers
      return `Is ${list([amount])} the price of one, or of the whole ${list([quantity])}? If of one, say so: {"columns": {${JSON.stringify(truncateForDisplay(amount))}: "unit_price"}}. If of the whole, leave the quantity out: {"columns": {${JSON.stringify(truncateForDisplay(quantity))}: null}}.`
    }
    case 'two_discounts':
      return `These headers are discounts: ${list(problem.headers)}. Say which one counts, and leave out the others: {"columns": {${JSON.stringify(truncateForDisplay(problem.headers[0] ?? ''))}: null}}.`
    case 'header_too_long':
      return `This header is too long: ${list(problem.headers)}. Is a quote opened in it and not closed?`
    case 'too_many_columns':
      return `The file has ${problem.count} columns of a kind, more than can be read. Remove those that are not needed.`
  }
}

function list(names: readonly string[]): string {
  return names.map((name) => `“${truncateForDisplay(name.trim())}”`).join(', ')
}
