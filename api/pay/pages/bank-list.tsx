import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { Rail } from '../../../domain/invoice/index.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'

export interface BankSearchProps {
  action: string
  query: string
  chosen?: Bank | undefined
}

export function BankSearch({ action, query, chosen }: BankSearchProps) {
  return (
    <form method="get" action={action} class="search" role="search">
      <label for="q">Find your bank</label>
      <input id="q" name="q" type="search" value={query} autocomplete="off" maxlength={100} />
      {chosen ? <input type="hidden" name="bank" value={chosen.id} /> : null}
    </form>
  )
}

export interface ListedBank extends Bank {
  rail?: Rail
  unavailableReason?: string
}

export interface BankButtonsProps {
  banks: ListedBank[]
  query: string
  selects?: boolean
  chosen?: Bank | undefined
}

export function BankButtons({ banks, query, selects = false, chosen }: BankButtonsProps) {
  const searched = folded(query.trim())
  const countryName = countryNamesOf(banks)
  const isShown = (bank: Bank) => folded(`${bank.name} ${countryName(bank)}`).includes(searched)
  return (
    <>
      <ul class="banks">
        {banks.map((bank) => (
          <li hidden={!isShown(bank)}>
            <button
              name="bank"
              value={bank.id}
              aria-pressed={selects ? String(chosen?.id === bank.id) : undefined}
              disabled={bank.unavailableReason !== undefined}
            >
              <Logo bank={bank} />
              <span>
                <span class="name">{bank.name}</span>
                {countryName(bank) ? <small> {countryName(bank)}</small> : null}
                {bank.unavailableReason ? <small> {bank.unavailableReason}</small> : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p class="none" role="status">
        {banks.some(isShown) ? '' : NONE_FOUND}
      </p>
    </>
  )
}

export function NoBank({ document }: { document: InvoiceDocument }) {
  return (
    <p class="notice">
      {document.preview
        ? `No sandbox bank is set up for ${document.currency}, so the payment cannot be tried here.`
        : `This invoice cannot be paid from a bank here. Please ask ${document.merchant.name} how to pay it.`}
    </p>
  )
}

function countryNamesOf(banks: readonly Bank[]): (bank: Bank) => string {
  const isMixed = new Set(banks.map(({ country }) => country)).size > 1
  return ({ country }) => (isMixed && /^[A-Z]{2}$/.test(country) ? (COUNTRY_NAMES.of(country) ?? '') : '')
}

export function NoPayments({ merchant: { name, email } }: Pick<InvoiceDocument, 'merchant'>) {
  return (
    <p class="notice" role="alert">
      {`${name} cannot take payments here at the moment. Please ask ${name} how to pay: `}
      <a href={`mailto:${email}`}>{email}</a>. If you have approved a payment at your bank already, please do
      not pay again.
    </p>
  )
}

const COUNTRY_NAMES = new Intl.DisplayNames('en', { type: 'region' })

export const NONE_FOUND = 'No bank with this name was found.'

function Logo({ bank }: { bank: Bank }) {
  if (bank.logoUrl) return <img src={bank.logoUrl} alt="" width="36" height="36" loading="lazy" />
  return <span class="initial" aria-hidden="true" data-initial={Array.from(bank.name)[0]}></span>
}

/** The result must equal that of `folded` in `script.ts` for a trimmed text. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
