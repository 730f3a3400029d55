import { writeWorkflowBundle } from './bundle.ts'

// Writes the workflow bundle to `dist/workflow-bundle.js`, as a part of `npm run build`.
await writeWorkflowBundle()
