import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { MerchantRow } from '../../../db/entities/index.ts'
import { lockMerchant } from '../../../db/merchants.ts'
import { startNotices } from '../../../db/notices/collect.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { readLiveStanding } from '../../../db/trust/live-standing.ts'
import { CREDIT_NOTE_PREFIX } from '../../../domain/credit-note/types.ts'
import type { Channel } from '../../../domain/invoice/index.ts'
import { isTimeZone } from '../../../domain/shared/calendar.ts'
import { planOf } from '../../../db/invoices/schedule.ts'
import { DEFAULT_PLAN } from '../../../domain/invoice/messages/reminder-plan.ts'
import { TAX_ROUNDINGS } from '../../../domain/tax/types.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields } from '../../http/errors/problem.ts'
import { claimIfMatching, readIfMatch, tagOfContent } from '../../http/entity-tag.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { line } from '../../http/request/fields.ts'
import { standingView } from '../trust/live-standing.ts'
import { reminderPlanView } from '../invoices/view/invoice-view.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { type ClaimKey, withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson } from '../../http/request/json-body.ts'
import {
  needsTextMessages,
  ReminderPlanBody,
  time,
  toReminderPlan,
} from '../invoices/request/reminder-plan-body.ts'
import { authorOf, type SettingsAuthor } from './settings-author.ts'

const NoticesBody = v.strictObject({
  paid: v.optional(v.boolean()),
  payment_failed: v.optional(v.boolean()),
  delivery_failed: v.optional(v.boolean()),
  daily_digest: v.optional(v.nullable(time)),
})

export const SettingsBody = v.strictObject({
  time_zone: v.optional(
    v.pipe(
      line(100),
      v.check(isTimeZone, 'unknown_time_zone|must be a time zone of the IANA database, Europe/London'),
    ),
  ),
  number_prefix: v.optional(
    v.pipe(
      line(20),
      v.regex(/^[A-Za-z0-9-]+$/, 'invalid_prefix|must have only letters, digits and hyphens'),
      v.check(
        (prefix) => prefix.toUpperCase() !== CREDIT_NOTE_PREFIX,
        `invalid_prefix|must not be ${CREDIT_NOTE_PREFIX}, which begins the numbers of credit notes`,
      ),
    ),
  ),
  link_lifetime_days: v.optional(
    v.pipe(
      v.number('invalid_type|must be a whole number of days'),
      v.integer('invalid_type|must be a whole number of days'),
      v.minValue(0, 'out_of_range|must be between 0 and 3650'),
      v.maxValue(3_650, 'out_of_range|must be between 0 and 3650'),
    ),
  ),
  reminders: v.optional(v.nullable(ReminderPlanBody)),
  notices: v.optional(NoticesBody),
  late_payment_policy: v.optional(
    v.picklist(['refund', 'keep'], 'invalid_choice|must be "refund" or "keep"'),
  ),
  overpayment_policy: v.optional(v.picklist(['refund', 'keep'], 'invalid_choice|must be "refund" or "keep"')),
  credit_note_on_void: v.optional(v.boolean('invalid_type|must be true or false')),
  prices_include_tax: v.optional(v.boolean('invalid_type|must be true or false')),
  tax_rounding: v.optional(v.picklist(TAX_ROUNDINGS, 'invalid_choice|must be "group" or "line"')),
})

type SettingsInput = v.InferOutput<typeof SettingsBody>

export function settingsRoutes({ channels }: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    return c.json(await viewTagged(c))
  })

  routes.patch('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const em = c.get('em')
    const { text, json } = await readJson(c)
    const body = parseSettings(json, channels[c.get('tenant').mode])
    const ifMatch = readIfMatch(c)
    return withIdempotency(c, text, {
      async change(key) {
        const claim = claimIfMatching(ifMatch, key, id, async (tx) =>
          settingsView(await tx.findOneOrFail(MerchantRow, { id }, { refresh: true })),
        )
        await changeMerchantSettings(em, authorOf(c), body, claim)
        return id
      },
      respond: () => viewTagged(c),
    })
  })
  return routes
}

/** @throws Problem `invalid_fields` */
export function parseSettings(json: unknown, channels: readonly Channel[]): SettingsInput {
  const body = parseBody(SettingsBody, json)
  const { reminders } = body
  if (reminders && needsTextMessages(reminders) && !channels.includes('sms')) {
    const detail = 'text messages are not set up on this server'
    throw invalidFields([{ pointer: '/reminders', code: 'not_configured', detail }])
  }
  return body
}

export async function changeMerchantSettings(
  em: EntityManager,
  { tenant: { merchantId: id }, actor }: SettingsAuthor,
  body: SettingsInput,
  claim?: ClaimKey,
): Promise<void> {
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, id)
    // A change of a part of `notices` must not undo a concurrent one.
    await lockMerchant(tx, id)
    const row = await tx.findOneOrFail(MerchantRow, { id }, { refresh: true })
    const { notices } = row
    Object.assign(row, columnsOf(body, row))
    await tx.flush()
    await startNotices(tx, id, notices, row.notices)
  })
}

async function viewTagged(c: Context<MerchantEnv>) {
  const { merchantId: id } = c.get('tenant')
  const em = c.get('em')
  const settings = settingsView(await em.findOneOrFail(MerchantRow, { id }, { refresh: true }))
  c.header('etag', tagOfContent(settings))
  return { ...settings, live: standingView(await readLiveStanding(em, id)) }
}

function settingsView(merchant: MerchantRow) {
  return {
    object: 'settings',
    time_zone: merchant.timeZone,
    number_prefix: merchant.numberPrefix,
    link_lifetime_days: merchant.linkLifetimeDays,
    reminders: reminderPlanView(planOf(merchant)),
    notices: merchant.notices,
    late_payment_policy: merchant.latePaymentPolicy,
    overpayment_policy: merchant.overpaymentPolicy,
    credit_note_on_void: merchant.creditNoteOnVoid,
    prices_include_tax: merchant.pricesIncludeTax,
    tax_rounding: merchant.taxRounding,
  }
}

function columnsOf(body: SettingsInput, merchant: MerchantRow): Partial<MerchantRow> {
  const { time_zone, number_prefix, link_lifetime_days, reminders, notices } = body
  const plan = reminders ? toReminderPlan(reminders, merchant.reminderTime) : undefined
  return {
    ...(time_zone === undefined ? {} : { timeZone: time_zone }),
    ...(number_prefix === undefined ? {} : { numberPrefix: number_prefix }),
    ...(link_lifetime_days === undefined ? {} : { linkLifetimeDays: link_lifetime_days }),
    ...(notices === undefined ? {} : { notices: { ...merchant.notices, ...withoutUndefined(notices) } }),
    ...(reminders === null ? { reminderTime: DEFAULT_PLAN.time, reminderSteps: null } : {}),
    ...(plan ? { reminderTime: plan.time, reminderSteps: plan.steps } : {}),
    ...(body.late_payment_policy === undefined ? {} : { latePaymentPolicy: body.late_payment_policy }),
    ...(body.overpayment_policy === undefined ? {} : { overpaymentPolicy: body.overpayment_policy }),
    ...(body.credit_note_on_void === undefined ? {} : { creditNoteOnVoid: body.credit_note_on_void }),
    ...(body.prices_include_tax === undefined ? {} : { pricesIncludeTax: body.prices_include_tax }),
    ...(body.tax_rounding === undefined ? {} : { taxRounding: body.tax_rounding }),
  }
}
