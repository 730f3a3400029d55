import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createKeyPair, type SignedWebhook, signWebhook } from './signing.ts'

const MODULES = ['integrations/bank/truelayer/webhooks/verify.ts', 'integrations/bank/truelayer/webhook.ts']

interface Verifier {
  createWebhookVerifier: (jku: string[]) => (webhook: SignedWebhook) => Promise<unknown>
}

const [checkout = '.', count = '200'] = process.argv.slice(2)
const calls = Number(count)
const module = MODULES.map((name) => path.join(checkout, name)).find((file) => existsSync(file))
if (!module) throw new Error(`${checkout} has none of ${MODULES.join(', ')}`)
const { createWebhookVerifier } = (await import(pathToFileURL(module).href)) as Verifier

const genuine = createKeyPair()
const forger = createKeyPair()
const published = { ...genuine.publicKey.export({ format: 'jwk' }), kid: 'kid-1', alg: 'ES512', use: 'sig' }
const server = createServer((_, response) => void response.end(JSON.stringify({ keys: [published] })))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const jku = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
const verify = createWebhookVerifier([jku])

const KINDS = {
  genuine: () => signWebhook({ key: genuine.privateKey, kid: 'kid-1', jku }),
  forged: () => signWebhook({ key: forger.privateKey, kid: 'kid-1', jku }),
  unknownKid: () => signWebhook({ key: forger.privateKey, kid: crypto.randomUUID(), jku }),
}
const figures: Record<string, number> = {}
for (const [kind, make] of Object.entries(KINDS)) {
  await proveAll(kind, Array.from({ length: Math.ceil(calls / 10) }, make))
  const webhooks = Array.from({ length: calls }, make)
  const before = process.cpuUsage()
  await proveAll(kind, webhooks)
  const { user, system } = process.cpuUsage(before)
  figures[kind] = (user + system) / 1_000 / calls
}
server.close()
process.stdout.write(JSON.stringify(figures))

async function proveAll(kind: string, webhooks: readonly SignedWebhook[]): Promise<void> {
  for (const webhook of webhooks) {
    const isGenuine = await verify(webhook).then(
      () => true,
      () => false,
    )
    if (isGenuine !== (kind === 'genuine')) throw new Error(`a ${kind} webhook was judged wrongly`)
  }
}
