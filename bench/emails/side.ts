import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { customerEmail } from '../../integrations/email/templates/index.ts'
import { invoiceDocument } from '../../test/support/invoice-document.ts'

const WARM_UP = 2_000
const [checkout = '', count = ''] = process.argv.slice(2)
const file = pathToFileURL(path.join(checkout, 'integrations/email/templates/index.ts')).href
const templates = (await import(file)) as { customerEmail: typeof customerEmail }
const template = { subject: null, text: null, smsText: null, translations: {} }

const logo = { version: 'abcdef', width: 400, height: 96 }
const document = invoiceDocument({
  brand: { merchantId: 'mer_1', accent: '#ffd400', logo, hasSecureBadge: true },
  instructions: 'Please pay within a week.',
  language: 'da',
})

for (let i = 0; i < WARM_UP; i += 1) compose(`W-${i}`)
const before = process.cpuUsage()
for (let i = 0; i < Number(count); i += 1) compose(`M-${i}`)
const { user, system } = process.cpuUsage(before)
process.stdout.write(String((user + system) / 1_000 / Number(count)))

function compose(number: string): void {
  templates.customerEmail({ kind: 'invoice' }, { ...document, number }, 'https://pay.example/pay/lnk_1', {
    template,
  })
}
