import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { MerchantProfileRow, MerchantRow, type ProfileColumns } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { accountCurrencies } from '../../../domain/payment/references/choice.ts'
import { claimIfMatching, readIfMatch, tagOfContent } from '../../http/entity-tag.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { companyNumber, email, line, phone, prose, taxNumber } from '../../http/request/fields.ts'
import {
  bankDetails,
  einvoiceContact,
  electronicAddress,
  vatNumber,
} from '../../http/request/party-fields.ts'
import { type ClaimKey, withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson } from '../../http/request/json-body.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { notFound } from '../../http/errors/problem.ts'
import { AddressParts } from '../invoices/request/invoice-body.ts'
import { authorOf, type SettingsAuthor } from './settings-author.ts'

export const ProfileBody = v.strictObject({
  name: v.optional(line(200)),
  email: v.optional(email),
  legal_name: v.optional(v.nullable(line(200))),
  address: v.optional(v.nullable(AddressParts)),
  phone: v.optional(v.nullable(phone)),
  website: v.optional(
    v.nullable(
      v.pipe(
        line(200, { format: 'uri' }),
        v.check(isWebAddress, 'invalid_url|must be an address that begins with https://'),
      ),
    ),
  ),
  company_number: v.optional(v.nullable(companyNumber)),
  tax_number: v.optional(v.nullable(taxNumber)),
  vat_number: v.optional(v.nullable(vatNumber)),
  electronic_address: v.optional(v.nullable(electronicAddress)),
  einvoice_contact: v.optional(v.nullable(einvoiceContact)),
  bank_details: v.optional(v.nullable(bankDetails)),
  small_business_note: v.optional(v.nullable(line(500))),
  terms: v.optional(v.nullable(prose(4_000))),
})

export function profileRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    return c.json(await viewTagged(c))
  })

  routes.patch('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const { text, json } = await readJson(c)
    const changes = parseBody(ProfileBody, json)
    const ifMatch = readIfMatch(c)
    return withIdempotency(c, text, {
      async change(key) {
        const claim = claimIfMatching(ifMatch, key, id, (tx) => presentProfile(tx, id))
        await changeProfile(c.get('em'), authorOf(c), changes, claim)
        return id
      },
      respond: () => viewTagged(c),
    })
  })

  routes.get('/versions', async (c) => {
    const { merchantId } = c.get('tenant')
    const rows = await c
      .get('em')
      .find(MerchantProfileRow, { merchantId }, { orderBy: { version: 'desc' }, limit: 100 })
    return c.json({ data: rows.map(versionView) })
  })

  routes.get('/versions/:version', async (c) => {
    const { merchantId } = c.get('tenant')
    const version = /^[1-9]\d{0,8}$/.exec(c.req.param('version'))?.[0]
    const key = { merchantId, version: Number(version) }
    const row = version ? await c.get('em').findOne(MerchantProfileRow, key) : null
    if (!row) throw notFound('Version of the profile')
    return c.json(versionView(row))
  })
  return routes
}

async function viewTagged(c: Context<MerchantEnv>) {
  const profile = await presentProfile(c.get('em'), c.get('tenant').merchantId)
  c.header('etag', tagOfContent(profile))
  return profile
}

async function presentProfile(em: EntityManager, id: string) {
  const merchant = await em.findOneOrFail(MerchantRow, { id }, { refresh: true })
  return profileView(merchant, merchant.profileVersion)
}

export async function changeProfile(
  em: EntityManager,
  { tenant: { merchantId: id }, actor }: SettingsAuthor,
  body: v.InferOutput<typeof ProfileBody>,
  claim?: ClaimKey,
): Promise<void> {
  const changes = columnsOf(body)
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, id)
    await tx.nativeUpdate(MerchantRow, { id }, changes)
  })
}

function isWebAddress(text: string): boolean {
  return text.startsWith('https://') && URL.canParse(text)
}

function columnsOf(body: v.InferOutput<typeof ProfileBody>): Partial<MerchantRow> {
  const { name, email: address, phone: telephone, website, terms } = body
  return withoutUndefined({
    name,
    email: address,
    phone: telephone,
    website,
    terms,
    address: body.address ? withoutUndefined(body.address) : body.address,
    legalName: body.legal_name,
    companyNumber: body.company_number,
    taxNumber: body.tax_number,
    vatNumber: body.vat_number,
    electronicAddress: body.electronic_address,
    einvoiceContact: body.einvoice_contact,
    bankDetails: body.bank_details,
    smallBusinessNote: body.small_business_note,
  }) as Partial<MerchantRow>
}

function profileView(columns: ProfileColumns, version: number) {
  return {
    object: 'profile',
    version,
    name: columns.name,
    email: columns.email,
    legal_name: columns.legalName ?? null,
    address: columns.address ?? null,
    phone: columns.phone ?? null,
    website: columns.website ?? null,
    company_number: columns.companyNumber ?? null,
    tax_number: columns.taxNumber ?? null,
    vat_number: columns.vatNumber ?? null,
    electronic_address: columns.electronicAddress ?? null,
    einvoice_contact: columns.einvoiceContact ?? null,
    bank_details: bankDetailsView(columns.bankDetails),
    small_business_note: columns.smallBusinessNote ?? null,
    terms: columns.terms ?? null,
  }
}

function versionView(row: MerchantProfileRow) {
  return {
    ...profileView(row, row.version),
    changed_by: row.changedBy ?? null,
    created_at: row.createdAt.toISOString(),
  }
}

function bankDetailsView(bank: ProfileColumns['bankDetails']) {
  return bank ? { ...bank, currencies: accountCurrencies(bank) } : null
}
