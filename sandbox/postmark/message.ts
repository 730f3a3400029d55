import { parseAddresses, type Address } from './addresses.ts'
import { refuse, type Refusal } from './errors.ts'

interface Attachment {
  name: string
  contentType: string
  contentId: string | null
  content: Buffer
}

export interface Message {
  from: Address
  fromHeader: string
  to: Address[]
  cc: Address[]
  bcc: Address[]
  replyTo: string
  subject: string
  htmlBody: string
  textBody: string
  tag: string
  stream: string
  trackOpens: boolean
  trackLinks: string
  headers: { Name: string; Value: string }[]
  metadata: Record<string, string>
  attachments: Attachment[]
}

const megabyte = 1024 * 1024
const forbiddenExtensions = new Set(
  `vbs exe bin bat chm com cpl crt hlp hta inf ins isp jse lnk mdb pcd pif reg scr sct shs vbe vba wsf wsh wsl
   msc msi msp mst`.split(/\s+/),
)

export function readMessage(body: unknown): Message | Refusal {
  if (!isRecord(body)) return refuse(403, 'Received valid, but incompatible JSON input.')
  const fromHeader = text(body['From'])
  const from = parseAddresses(fromHeader)
  if (from?.length !== 1 || !from[0]) return refuse(300, `Invalid 'From' address: '${fromHeader}'.`)
  if (/^unconfirmed(\+.*)?@/i.test(from[0].email)) {
    return refuse(400, `The 'From' address '${from[0].email}' is not a confirmed Sender Signature.`)
  }
  const [to, cc, bcc] = ['To', 'Cc', 'Bcc'].map((field) => parseAddresses(text(body[field])))
  if (!to) return refuse(300, `Invalid 'To' address: '${text(body['To'])}'.`)
  if (!cc) return refuse(300, `Invalid 'Cc' address: '${text(body['Cc'])}'.`)
  if (!bcc) return refuse(300, `Invalid 'Bcc' address: '${text(body['Bcc'])}'.`)
  const recipients = to.length + cc.length + bcc.length
  if (recipients === 0) return refuse(300, 'Zero recipients specified.')
  if (recipients > 50) return refuse(300, 'A message may have at most 50 recipients.')

  const message: Message = {
    from: from[0],
    fromHeader,
    to,
    cc,
    bcc,
    replyTo: text(body['ReplyTo']),
    subject: text(body['Subject']),
    htmlBody: text(body['HtmlBody']),
    textBody: text(body['TextBody']),
    tag: text(body['Tag']),
    stream: text(body['MessageStream']) || 'outbound',
    trackOpens: body['TrackOpens'] === true,
    trackLinks: text(body['TrackLinks']) || 'None',
    headers: readHeaders(body['Headers']),
    metadata: {},
    attachments: [],
  }
  const metadata = readMetadata(body['Metadata'])
  if (isRefusal(metadata)) return metadata
  const attachments = readAttachments(body['Attachments'])
  if (isRefusal(attachments)) return attachments
  return contentRefusal({ ...message, metadata, attachments }) ?? { ...message, metadata, attachments }
}

export function isRefusal(value: object): value is Refusal {
  return 'ErrorCode' in value && 'status' in value
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function contentRefusal(message: Message): Refusal | undefined {
  const { subject, tag, htmlBody, textBody, attachments } = message
  if (!htmlBody && !textBody) return refuse(300, 'Provide either email TextBody or HtmlBody or both.')
  if (subject.length > 2000) return refuse(300, 'The Subject may have at most 2000 characters.')
  if (tag.length > 1000) return refuse(300, 'The Tag may have at most 1000 characters.')
  if (Buffer.byteLength(htmlBody) > 5 * megabyte) return refuse(300, 'The HtmlBody may have at most 5 MB.')
  if (Buffer.byteLength(textBody) > 5 * megabyte) return refuse(300, 'The TextBody may have at most 5 MB.')
  const attached = attachments.reduce((bytes, { content }) => bytes + Math.ceil(content.length / 3) * 4, 0)
  if (Buffer.byteLength(htmlBody) + Buffer.byteLength(textBody) + attached > 10 * megabyte) {
    return refuse(300, 'The message with its attachments may have at most 10 MB.')
  }
  return undefined
}

function readMetadata(value: unknown): Record<string, string> | Refusal {
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) return refuse(403, 'Metadata must be an object of strings.')
  const fields = Object.entries(value)
  if (fields.length > 10) return refuse(300, 'Metadata may have at most 10 fields.')
  for (const [key, field] of fields) {
    if (typeof field !== 'string') return refuse(403, `The metadata value of '${key}' must be a string.`)
    if (key.length > 20) return refuse(300, `The metadata field name '${key}' exceeds 20 characters.`)
    if (field.length > 80) return refuse(300, `The metadata value of '${key}' exceeds 80 characters.`)
  }
  return Object.fromEntries(fields.map(([key, field]) => [key, String(field)]))
}

function readAttachments(value: unknown): Attachment[] | Refusal {
  const attachments: Attachment[] = []
  for (const item of Array.isArray(value) ? value : []) {
    const name = isRecord(item) ? text(item['Name']) : ''
    if (!isRecord(item) || !name) return refuse(300, 'Every attachment needs a Name.')
    const extension = name.split('.').at(-1)?.toLowerCase() ?? ''
    if (forbiddenExtensions.has(extension))
      return refuse(411, `Attachments of type '.${extension}' are not allowed.`)
    const encoded = text(item['Content']).replace(/\s/g, '')
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return refuse(300, `The content of '${name}' is not base64.`)
    const contentType = text(item['ContentType']) || 'application/octet-stream'
    attachments.push({
      name,
      contentType,
      contentId: text(item['ContentID']) || null,
      content: Buffer.from(encoded, 'base64'),
    })
  }
  return attachments
}

function readHeaders(value: unknown): { Name: string; Value: string }[] {
  return (Array.isArray(value) ? value : [])
    .filter(isRecord)
    .map((header) => ({ Name: text(header['Name']), Value: text(header['Value']) }))
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
