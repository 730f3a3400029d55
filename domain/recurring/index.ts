// Workflow code imports this file, so it must not load the Temporal polyfill of occurrences.ts and period.ts.
export * from '../shared/cause.ts'
export * from './commands.ts'
export * from './deadline.ts'
export * from './decide.ts'
export * from './events.ts'
export * from './evolve.ts'
export * from './rule.ts'
export * from './state.ts'
