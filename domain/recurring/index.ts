// Workflow code imports the index, so files with a Temporal polyfill are left out.
export * from '../shared/cause.ts'
export * from './commands.ts'
export * from './deadline.ts'
export * from './decide.ts'
export * from './events.ts'
export * from './evolve.ts'
export * from './rule.ts'
export * from './state.ts'
