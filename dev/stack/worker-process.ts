import { setTimeout as wait } from 'node:timers/promises'
import { connectLazily } from '../../clients/temporal-connection.ts'
import { parseTemporal } from '../../config/config.ts'
import { serves } from '../temporal/temporal.ts'
import '../../worker/create-worker.ts'

const PAUSE_MS = 50

const { connection: options, namespace } = parseTemporal(process.env)
const connection = connectLazily(options)
while (!(await serves(connection, namespace))) await wait(PAUSE_MS)
await import('../../worker/main.ts')
