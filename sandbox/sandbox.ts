import { Hono } from 'hono'
import { createBank, type BankOptions } from './bank/bank.ts'
import { createInbox } from './inbox/inbox.tsx'
import { createJobs } from './core/scheduled-jobs.ts'
import { listen, type Listener } from './core/listen.ts'
import { createPostmark, type PostmarkOptions } from './postmark/postmark.ts'
import type { SandboxEnv } from './faults/inject-fault.ts'
import { openDatabase } from './core/sqlite.ts'
import { createTokenIo, type TokenIoOptions } from './tokenio/tokenio.ts'
import { createTwilio, type TwilioOptions } from './twilio/twilio.ts'
import { createWebhooks } from './core/webhooks.ts'

export interface SandboxOptions {
  host?: string
  ports?: { bank?: number; postmark?: number; twilio?: number; tokenio?: number }
  database: string
  bank: Omit<BankOptions, 'publicUrl' | 'database'>
  postmark: Omit<PostmarkOptions, 'database' | 'jobs' | 'webhooks'>
  twilio: Omit<TwilioOptions, 'database' | 'jobs' | 'webhooks'>
  tokenio?: Omit<TokenIoOptions, 'publicUrl' | 'database' | 'jobs'>
}

export interface Sandbox {
  bankUrl: string
  postmarkUrl: string
  twilioUrl: string
  inboxUrl: string
  tokenio?: { url: string; webhookKey: string; webhookKeys: ReadonlyMap<string, string> }
  close(): Promise<void>
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { host = '127.0.0.1', ports = {} } = options
  const database = openDatabase(options.database)
  const listeners: Listener[] = []
  const open = async (port = 0): Promise<Listener> => {
    const listener = await listen(host, port)
    listeners.push(listener)
    return listener
  }
  const closeListeners = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()))
  }

  try {
    const bankListener = await open(ports.bank)
    const postmarkListener = await open(ports.postmark)
    const twilioListener = await open(ports.twilio)

    const jobs = createJobs(database)
    const webhooks = createWebhooks(database)
    const bank = createBank({ ...options.bank, publicUrl: bankListener.url, database })
    const postmark = createPostmark({ ...options.postmark, database, jobs, webhooks })
    const twilio = createTwilio({ ...options.twilio, database, jobs, webhooks })
    const inbox = createInbox({ database, outcomes: postmark.outcomes, publicUrl: postmarkListener.url })

    async function openTokenIo(asked: NonNullable<SandboxOptions['tokenio']>) {
      const listener = await open(ports.tokenio)
      const tokenIo = createTokenIo({ ...asked, publicUrl: listener.url, database, jobs })
      listener.mount(tokenIo.app)
      return { url: listener.url, ...tokenIo }
    }

    bankListener.mount(bank.app)
    postmarkListener.mount(new Hono<SandboxEnv>({ strict: false }).route('/', postmark.app).route('/', inbox))
    twilioListener.mount(twilio.app)
    const tokenio = options.tokenio && (await openTokenIo(options.tokenio))
    bank.start()
    jobs.start()
    webhooks.start()
    tokenio?.start()

    return {
      bankUrl: bankListener.url,
      postmarkUrl: postmarkListener.url,
      twilioUrl: twilioListener.url,
      inboxUrl: `${postmarkListener.url}/inbox`,
      ...(tokenio
        ? { tokenio: { url: tokenio.url, webhookKey: tokenio.webhookKey, webhookKeys: tokenio.webhookKeys } }
        : {}),
      close: async () => {
        await closeListeners()
        await bank.close()
        jobs.close()
        await webhooks.close()
        await tokenio?.close()
        database.close()
      },
    }
  } catch (error) {
    await closeListeners()
    database.close()
    throw error
  }
}
