/**
 * Temporal's types of durations use `StringValue` of the package `ms`. Under `nodenext` the type becomes
 * `any`. The file replaces the package through tsconfig.json, so that `sleep('banana')` is an error.
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
