import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BUILT_BUNDLE, bundleWorkflows } from './bundle.ts'

// Writes the workflow bundle to the file that is given, else to `dist/workflow-bundle.js`.
const file = process.argv[2] ?? BUILT_BUNDLE
await mkdir(dirname(file), { recursive: true })
await writeFile(`${file}.new`, await bundleWorkflows())
await rename(`${file}.new`, file)
