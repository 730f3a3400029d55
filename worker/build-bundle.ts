import { writeWorkflowBundle } from './bundle.ts'

await writeWorkflowBundle(process.argv[2])
