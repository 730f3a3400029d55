export const MODES = ['test', 'live'] as const
export type Mode = (typeof MODES)[number]
export type ByMode<T> = Readonly<Record<Mode, T>>

export function byMode<T>(make: (mode: Mode) => T): ByMode<T> {
  return { test: make('test'), live: make('live') }
}
