import type { PayoutAccountRow } from '../../../../db/entities/index.ts'
import type { PayoutAccount } from '../../../../domain/payment/payout-account.ts'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { withHyphens } from './account-form.ts'
import { currencyName } from './currency-name.ts'

type Row = Pick<PayoutAccountRow, 'currency' | 'account'>

export interface AccountsProps {
  viewer: Viewer
  accounts: readonly Row[]
  isRefundable: (row: Row) => boolean
  /** Currencies in which this server pays, and the merchant has no account. */
  unset: readonly string[]
  notice: string | undefined
}

export function AccountsPage({ viewer, accounts, isRefundable, unset, notice }: AccountsProps) {
  const path = `${viewer.base}/settings/payout-accounts`
  const mayWrite = viewer.may('settings', 'write')
  return (
    <SettingsPage viewer={viewer} title="Payout accounts" here="/settings/payout-accounts" notice={notice}>
      <p class="reading">
        {viewer.mode === 'test'
          ? 'An invoice needs an account in its currency. These are the accounts of test mode: the sandbox bank sends no money to them. Live mode has accounts of its own.'
          : 'An invoice needs an account in its currency. What a customer pays goes to the account that is set when the payment begins.'}
      </p>
      {accounts.length > 0 ? (
        <ul class="tiles">
          {accounts.map((row) => (
            <li class="card">
              <h2>{currencyName(row.currency)}</h2>
              <AccountFacts account={row.account} />
              <p class="muted">
                {isRefundable(row)
                  ? 'Payments can be refunded here by one click.'
                  : 'Refunds: send the money back at your bank, and record it here.'}
              </p>
              {mayWrite ? (
                <p>
                  <a class="secondary small" href={`${path}/${row.currency}`}>
                    {`Change the ${row.currency} account`}
                  </a>
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <section class="empty">
          <h2>No account yet</h2>
          <p>
            {mayWrite
              ? 'Choose a currency below, and enter the account to which its money goes.'
              : 'Ask an owner or an admin to set one: no invoice can be written before.'}
          </p>
        </section>
      )}
      {mayWrite && unset.length > 0 ? (
        <section class="card reading" aria-labelledby="more">
          <h2 id="more">{accounts.length > 0 ? 'Another currency' : 'In which currency?'}</h2>
          <ul class="links">
            {unset.map((currency) => (
              <li>
                <a href={`${path}/${currency}`}>{`Set the account for ${currencyName(currency)}`}</a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </SettingsPage>
  )
}

function AccountFacts({ account }: { account: PayoutAccount }) {
  if (account.type === 'merchant_account') return <p>Your account at the payment provider</p>
  return (
    <dl class="facts">
      <dt>Holder</dt>
      <dd>{account.holder}</dd>
      {account.type === 'iban' ? (
        <>
          <dt>IBAN</dt>
          <dd>{account.iban.replace(/(.{4})(?=.)/g, '$1 ')}</dd>
        </>
      ) : (
        <>
          <dt>Sort code</dt>
          <dd>{withHyphens(account.sortCode)}</dd>
          <dt>Account number</dt>
          <dd>{account.accountNumber}</dd>
        </>
      )}
    </dl>
  )
}
