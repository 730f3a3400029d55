import type { Fields, Mistakes } from '../../../identity/form.ts'
import { Choice, Field, Hidden } from '../../../pages/fields.tsx'
import { ActionForm } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { currencyName } from './currency-name.ts'
import type { AccountType } from '../../../../integrations/bank/offered-accounts.ts'

export interface AccountProps {
  viewer: Viewer
  currency: string
  types: readonly AccountType[]
  fields: Fields
  isSet: boolean
  mistakes: Mistakes | undefined
}

export const TYPE_NAMES: Record<AccountType, string> = {
  sort_code: 'A bank account in the United Kingdom',
  iban: 'A bank account with an IBAN',
  merchant_account: 'Your account at the payment provider',
}

export function AccountPage({ viewer, currency, types, fields, isSet, mistakes }: AccountProps) {
  const path = `/settings/payout-accounts/${currency}`
  const chosen = types.find((type) => type === fields['type']) ?? types[0]
  const [only] = types.length === 1 ? types : []
  return (
    <SettingsPage
      viewer={viewer}
      title={`Payout account for ${currencyName(currency)}`}
      here="/settings/payout-accounts"
      isBelow
      mistakes={mistakes}
    >
      <ActionForm viewer={viewer} path={path} class="card reading">
        <Hidden name="shown" value={fields['shown']} />
        <p>
          The account holds for every payment that begins after you save. A customer who is already at their
          bank still pays to the earlier one.
        </p>
        {only ? (
          <Hidden name="type" value={only} />
        ) : (
          <Choice
            name="type"
            label="Kind of account"
            chosen={chosen}
            options={types.map((type) => [type, TYPE_NAMES[type]] as const)}
            hint={
              types.includes('merchant_account')
                ? 'For the account at the payment provider leave the other fields empty. Payments to it can be refunded by one click.'
                : undefined
            }
            mistakes={mistakes}
          />
        )}
        {only === 'merchant_account' ? (
          <p>{`Money in ${currency} goes to your account at the payment provider.`}</p>
        ) : (
          <DetailFields types={types} fields={fields} mistakes={mistakes} />
        )}
        <div class="actions">
          <button class="primary">Save the account</button>
          <a href={`${viewer.base}/settings/payout-accounts`}>Cancel</a>
        </div>
      </ActionForm>
      {isSet && viewer.may('settings', 'write') ? (
        <details class="disclosure reading">
          <summary>{`Remove the ${currency} account`}</summary>
          <ActionForm viewer={viewer} path={`${path}/remove`}>
            <Hidden name="shown" value={fields['shown']} />
            <p>
              {`New invoices in ${currency} are refused, and customers cannot pay the open ones until there is an account again.`}
            </p>
            <button class="danger">Remove the account</button>
          </ActionForm>
        </details>
      ) : null}
    </SettingsPage>
  )
}

function DetailFields({ types, fields, mistakes }: Pick<AccountProps, 'types' | 'fields' | 'mistakes'>) {
  const isNeeded = types.length === 1
  const common = { mistakes, required: isNeeded }
  return (
    <>
      <Field
        {...common}
        name="holder"
        label="Account holder"
        value={fields['holder']}
        hint="As your bank writes the name."
      />
      {types.includes('sort_code') ? (
        <div class="fields">
          <Field
            {...common}
            name="sort_code"
            label="Sort code"
            numeric
            value={fields['sort_code']}
            hint="Six digits, 04-00-04."
          />
          <Field
            {...common}
            name="account_number"
            label="Account number"
            numeric
            value={fields['account_number']}
            hint="Eight digits."
          />
        </div>
      ) : null}
      {types.includes('iban') ? (
        <Field {...common} name="iban" label="IBAN" value={fields['iban']} hint="Spaces do not matter." />
      ) : null}
    </>
  )
}
