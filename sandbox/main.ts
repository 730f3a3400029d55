import { readEnvironment } from './core/environment.ts'
import { startSandbox, type SandboxOptions } from './sandbox.ts'

const options = readOrExit()
const sandbox = await startSandbox(options)
const { bankUrl: bank, postmarkUrl: postmark, twilioUrl: twilio, inboxUrl: inbox } = sandbox
const tokenio = sandbox.tokenio?.url
console.log(JSON.stringify({ ready: true, bank, postmark, twilio, inbox, tokenio }))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void sandbox.close())
}

function readOrExit(): SandboxOptions {
  try {
    return readEnvironment(process.env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
