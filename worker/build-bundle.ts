import { writeWorkflowBundle } from './bundle.ts'

// The only argument is the optional file of the bundle.
await writeWorkflowBundle(process.argv[2])
