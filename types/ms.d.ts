/**
 * Temporal types durations with `StringValue` of the package `ms`. Under `nodenext` that type becomes `any`. tsconfig.json
 * maps the package to this file, so that `sleep('banana')` is an error.
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
