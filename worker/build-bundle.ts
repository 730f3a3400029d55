import { writeWorkflowBundle } from './bundle.ts'

// `npm run build` runs the file to write `dist/workflow-bundle.js`.
await writeWorkflowBundle()
