import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { endRecordedProcesses, untilOwnerEnded } from './process-record.ts'

const [recordFile = '', folder] = process.argv.slice(2)
process.stdin.resume()
await once(process.stdin, 'end')
await untilOwnerEnded(recordFile)
await endRecordedProcesses(recordFile)
if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
