/**
 * Temporal types its durations with the `StringValue` of the package `ms`, which does not resolve under
 * `nodenext` and turns into `any`. This declaration, mapped in tsconfig.json, makes `sleep('banana')` an error.
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
