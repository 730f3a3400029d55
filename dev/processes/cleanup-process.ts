import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { endRecordedProcesses } from './process-record.ts'

// Waits for the end of standard input, which also follows a SIGKILL of the parent. Ends the recorded processes and
// removes the folder. Arguments: the record file, and the folder if there is one.

const [recordFile = '', folder] = process.argv.slice(2)
process.stdin.resume()
await once(process.stdin, 'end')
await endRecordedProcesses(recordFile)
if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
