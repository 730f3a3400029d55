// Workflow code imports this file. The exports leave out occurrences.ts and period.ts, which load a polyfill.
export * from '../shared/cause.ts'
export * from './commands.ts'
export * from './deadline.ts'
export * from './decide.ts'
export * from './events.ts'
export * from './evolve.ts'
export * from './rule.ts'
export * from './state.ts'
