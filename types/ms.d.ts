/**
 * Temporal's duration types use `StringValue` of the package `ms`, and would be `any` under `nodenext`.
 * tsconfig.json replaces the package by this file, so that `sleep('banana')` is an error.
 */
type Unit =
  | 'ms'
  | 'millisecond'
  | 'milliseconds'
  | 's'
  | 'second'
  | 'seconds'
  | 'm'
  | 'minute'
  | 'minutes'
  | 'h'
  | 'hour'
  | 'hours'
  | 'd'
  | 'day'
  | 'days'
declare namespace ms {
  type StringValue = `${number}` | `${number}${Unit}` | `${number} ${Unit}`
}
declare function ms(value: ms.StringValue): number
export = ms
