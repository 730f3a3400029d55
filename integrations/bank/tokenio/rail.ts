import { countryOfIban } from '../shared/iban-countries.ts'
import { schemeLimit } from '../shared/bank-limits.ts'
import type { BankRail } from '../rail.ts'
import { canRefund, settlementAccountOf } from './accounts.ts'
import { createBanks } from './banks.ts'
import { TokenIoClient } from './http/client.ts'
import type { TokenIoRailOptions } from './options.ts'
import { createPayments } from './payments/payments.ts'
import { createRefunds } from './payments/refunds.ts'
import { countriesOf, CURRENCIES, ibanCountriesOf, referenceOf, schemeOf } from './payments/schemes.ts'
import { readStatement } from './statement.ts'
import { createWebhookReader } from './webhook.ts'

export type { TokenIoRailOptions } from './options.ts'

export function createTokenIoRail(options: TokenIoRailOptions): BankRail {
  const { settlementAccounts: accounts, credentials, webhookKeys } = options
  const accountCurrencies = Object.keys(accounts)
  const unsupported = accountCurrencies.find((currency) => !schemeOf(currency))
  if (unsupported) throw new RangeError(`Token.io does not support ${unsupported}`)
  const client = new TokenIoClient(options)
  const banks = createBanks(client, options.log)
  const memberId = 'memberId' in credentials ? credentials.memberId : undefined

  return {
    id: 'tokenio',
    capabilities: {
      currencies: CURRENCIES,
      accountCurrencies,
      countries: countriesOf,
      refunds: (currency, { type }) => type === 'merchant_account' && canRefund(accounts, currency),
      cancel: true,
      limit: schemeLimit,
      reference: referenceOf,
    },
    supports(currency, payout) {
      switch (payout.type) {
        case 'merchant_account':
          return accounts[currency] !== undefined
        case 'iban':
          return this.ibanCountries(currency).includes(countryOfIban(payout.iban))
        case 'sort_code':
          return currency === 'GBP' && accounts[currency] === undefined
      }
    },
    ibanCountries: (currency) => (accounts[currency] === undefined ? ibanCountriesOf(currency) : []),
    listBanks: async (currency) => (schemeOf(currency) ? banks.list(currency) : []),
    ...createPayments(client, banks, options),
    ...createRefunds(client, options),
    async readStatement(currency, from, to) {
      const accountId = accounts[currency]
      if (accountId === undefined) return undefined
      const account = { accountId, currency, onBehalfOfId: options.onBehalfOfId }
      return readStatement(client, account, from, to, options.log)
    },
    settlementAccountOf,
    isSettlementAccount: (account, currency) => account === accounts[currency],
    ...createWebhookReader({ keys: webhookKeys, accounts, memberId, paidWhen: options.paidWhen }),
  }
}
