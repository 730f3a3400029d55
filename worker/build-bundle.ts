import { writeWorkflowBundle } from './bundle.ts'

await writeWorkflowBundle()
