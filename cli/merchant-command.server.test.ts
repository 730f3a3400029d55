import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { findApiKey } from '../db/api-keys.ts'
import { listTeam } from '../db/identity/team.ts'
import { MerchantRow } from '../db/entities/index.ts'
import { useDatabase } from '../test/support/use-database.ts'
import { CommandError, runMerchantCommand } from './merchant-command.ts'

const database = useDatabase()
const run = (...args: string[]) => runMerchantCommand(database.orm.em.fork(), args)

async function createShop(): Promise<string> {
  const [id = ''] = await run('create', '--name', 'Ash & Co', '--email', 'ash@shop.example')
  return id
}

describe('the command merchant', () => {
  it('creates merchants and lists them', async () => {
    const shop = await createShop()
    const inZone = ['--time-zone', 'Europe/Copenhagen']
    const [zoned = ''] = await run('create', '--name', 'Søren', '--email', 'soren@shop.example', ...inZone)
    const em = database.orm.em.fork()
    expect(await em.findOneOrFail(MerchantRow, { id: shop })).toMatchObject({ timeZone: 'Europe/London' })
    expect(await em.findOneOrFail(MerchantRow, { id: zoned })).toMatchObject({ name: 'Søren' })
    const [titles, ...lines] = await run('list')
    expect(titles).toMatch(/^id +status +name +e-mail +created$/)
    expect(lines.some((line) => line.startsWith(`${shop}  pending   Ash & Co`))).toBe(true)
    expect(lines.some((line) => line.startsWith(`${database.merchantId}  approved  Larkspur`))).toBe(true)
  })

  it('makes a person who has signed up the owner', async () => {
    const given = ['--name', 'Ash & Co', '--email', 'ash@shop.example', '--owner']
    const [shop = ''] = await run('create', ...given, 'Owner@larkspur.example')
    expect(await listTeam(database.orm.em.fork(), shop)).toMatchObject([
      { email: 'owner@larkspur.example', role: 'owner' },
    ])
    await expect(run('create', ...given, 'nobody@shop.example')).rejects.toThrow('--owner must be')
  })

  it('approves and suspends, names what live mode still needs, and lists who did it', async () => {
    const shop = await createShop()
    const status = async () => (await run('list')).find((line) => line.startsWith(shop))
    expect(await run('approve', shop, '--by', 'Kim')).toEqual([
      `${shop} is approved.`,
      'Live mode still needs: an owner with a confirmed e-mail address, a live payout account.',
    ])
    expect(await status()).toContain('approved')
    expect(await run('approve', shop)).toEqual([`${shop} is approved already.`])
    expect(await run('suspend', shop, '--reason', 'A bank asks', '--by', 'Lee')).toEqual([
      `${shop} is suspended.`,
    ])
    expect(await status()).toContain('suspended')
    const [, first, second, ...more] = await run('history', shop)
    expect(first).toMatch(/^\d{4}-\S+Z  Kim  approved   –       –$/)
    expect(second).toMatch(/^\d{4}-\S+Z  Lee  suspended  –       A bank asks$/)
    expect(more).toEqual([])
  })

  it('sets the limits of a day', async () => {
    const shop = await createShop()
    expect((await run('limits', shop))[0]).toBe('limits of a day: 50 invoices, 10,000.00 GBP')
    const set = async (limits: string) => (await run('limits', shop, '--set', limits, '--by', 'Kim'))[0]
    expect(await set('200,GBP=50000,JPY=9000000')).toBe(
      'limits of a day: 200 invoices, 50,000.00 GBP, 9,000,000 JPY',
    )
    expect(await set('7')).toBe('limits of a day: 7 invoices')
    expect(await set('none')).toBe('limits of a day: none')
    expect(await set('default')).toBe('limits of a day: 50 invoices, 10,000.00 GBP')
    expect(await run('history', shop)).toHaveLength(5)
  })

  it('creates, lists and revokes keys', async () => {
    const shop = await createShop()
    const wanted = [
      '--create',
      'Server',
      '--mode',
      'live',
      '--scopes',
      'refunds,read',
      '--expires-in',
      'P90D',
    ]
    const [id = '', key = ''] = await run('keys', shop, ...wanted)
    const found = () => findApiKey(database.orm.em.fork(), key)
    const expected = { merchantId: shop, mode: 'live', scopes: ['read', 'refunds'], isRevoked: false }
    expect(await found()).toMatchObject({ id, ...expected })
    const [, line = ''] = await run('keys', shop)
    expect(line).toMatch(new RegExp(`^${id}  ${key.slice(0, 12)}…  active  Server  read,refunds  `))
    expect(line).not.toContain(key)
    expect(await run('keys', shop, '--revoke', id)).toEqual([`${id} is revoked.`])
    expect(await found()).toMatchObject({ isRevoked: true })
    expect((await run('keys', shop))[1]).toContain('revoked')
  })

  it('gives a key all scopes unless some are named', async () => {
    const shop = await createShop()
    const [, key = ''] = await run('keys', shop, '--create', 'Server', '--mode', 'test')
    const scopes = ['read', 'write', 'refunds', 'webhooks']
    expect(await findApiKey(database.orm.em.fork(), key)).toMatchObject({ mode: 'test', scopes })
  })

  it('says what is wrong with a command', async () => {
    const shop = await createShop()
    const other = await createShop()
    const [foreign = ''] = await run('keys', other, '--create', 'Server', '--mode', 'test')
    for (const [args, message, isUsage] of [
      [[], 'There is no command.', true],
      [['remove'], 'There is no command "remove".', true],
      [['list', 'all'], '"all" is unknown.', true],
      [['create', '--name', 'Ash', '--mail', 'a@b.example'], "Unknown option '--mail'", true],
      [['create', '--name', ' ', '--email', 'a@b.example'], '--name must be a text', false],
      [['create', '--name', 'Ash', '--email', 'ash'], '--email must be an e-mail address.', false],
      [
        ['create', '--name', 'A', '--email', 'a@b.example', '--time-zone', 'Mars'],
        '--time-zone must be',
        false,
      ],
      [['approve', 'mer_x'], 'There is no merchant mer_x.', false],
      [['suspend', shop], '--reason must be a text', false],
      [['limits', shop, '--set', 'many'], '--set must be', false],
      [['limits', shop, '--set', '5,XXX=7'], '--set must be', false],
      [['keys'], 'The merchant is missing.', true],
      [['keys', 'mer_x'], 'There is no merchant mer_x.', false],
      [['keys', shop, '--mode', 'live'], '--mode is only for --create.', true],
      [['keys', shop, '--create', 'Server'], '--mode must be test or live.', false],
      [
        ['keys', shop, '--create', 'S', '--mode', 'test', '--scopes', 'all'],
        '--scopes must be some of',
        false,
      ],
      [['keys', shop, '--create', 'S', '--mode', 'test', '--scopes', ''], '--scopes must be some of', false],
      [
        ['keys', shop, '--create', 'S', '--mode', 'test', '--expires-in', '1 day'],
        '--expires-in must be',
        false,
      ],
      [['keys', shop, '--create', 'S', '--revoke', 'key_x'], 'Use --create or --revoke, not both.', true],
      [['keys', shop, '--revoke', foreign], `The merchant has no key ${foreign}.`, false],
    ] as const) {
      const error = await run(...args).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(CommandError)
      expect((error as CommandError).message).toContain(message)
      expect((error as CommandError).isUsage).toBe(isUsage)
    }
    expect(await run('keys', shop)).toHaveLength(1)
  })
})

it('prints to standard output, or explains the failure with exit code 1', async () => {
  const main = (databaseUrl: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [path.join(inject('serversPath'), 'cli/merchant.js'), ...args], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
    }).catch((error: { code: number; stderr: string }) => error)
  expect(await main(database.url, 'list')).toMatchObject({
    stdout: expect.stringContaining(database.merchantId),
    stderr: '',
  })
  expect(await main(database.url, 'remove')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Usage:'),
  })
  expect(await main('', 'list')).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE_URL') })
})
