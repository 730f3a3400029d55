import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { endRecordedProcesses, untilOwnerEnded } from './process-record.ts'

// Standard input ends with the parent, even after a SIGKILL. The process then ends the recorded processes and
// removes the folder. The arguments are the record file and an optional folder.

const [recordFile = '', folder] = process.argv.slice(2)
process.stdin.resume()
await once(process.stdin, 'end')
await untilOwnerEnded(recordFile)
await endRecordedProcesses(recordFile)
if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
