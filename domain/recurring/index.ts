// What the workflow may import: nothing here computes with the calendar (that is in occurrences.ts and period.ts).
export * from './commands.ts'
export * from './deadline.ts'
export * from './decide.ts'
export * from './events.ts'
export * from './evolve.ts'
export * from './rule.ts'
export * from './state.ts'
