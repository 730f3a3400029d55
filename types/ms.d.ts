/** tsconfig.json maps the package `ms` to ms.d.ts, so `sleep('banana')` is an error. */
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
