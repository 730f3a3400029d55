import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'

export interface BankSearchProps {
  action: string
  query: string
  chosen?: Bank | undefined
}

/** The bank list's search field: a plain GET form, live with JavaScript. */
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
  /** Why it cannot be chosen now, in a few words. */
  unavailableReason?: string
}

export interface BankButtonsProps {
  banks: ListedBank[]
  query: string
  /** Where a button only marks a bank as chosen, and does not lead there at once. */
  marks?: boolean
  chosen?: Bank | undefined
}

/**
 * One button for each bank. Those whose name or country does not contain the query are hidden and not left out, so that
 * the script can show them again when the payer types another name.
 */
export function BankButtons({ banks, query, marks = false, chosen }: BankButtonsProps) {
  const wanted = folded(query.trim())
  const shown = countriesOf(banks)
  const isShown = (bank: Bank) => folded(`${bank.name} ${shown(bank)}`).includes(wanted)
  return (
    <>
      <ul class="banks">
        {banks.map((bank) => (
          <li hidden={!isShown(bank)}>
            <button
              name="bank"
              value={bank.id}
              aria-pressed={marks ? String(chosen?.id === bank.id) : undefined}
              disabled={bank.unavailableReason !== undefined}
            >
              <Logo bank={bank} />
              <span>
                <span class="name">{bank.name}</span>
                {shown(bank) ? <small> {shown(bank)}</small> : null}
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

/** In place of a list that has none. */
export function NoBank({ document }: { document: InvoiceDocument }) {
  return (
    <p class="notice">
      {document.preview
        ? `No sandbox bank is set up for ${document.currency}, so the payment cannot be tried here.`
        : `This invoice cannot be paid from a bank here. Please ask ${document.merchant.name} how to pay it.`}
    </p>
  )
}

/** The name of a bank's country, where banks of several are listed. */
function countriesOf(banks: readonly Bank[]): (bank: Bank) => string {
  const isMixed = new Set(banks.map(({ country }) => country)).size > 1
  return ({ country }) => (isMixed && /^[A-Z]{2}$/.test(country) ? (COUNTRY_NAMES.of(country) ?? '') : '')
}

const COUNTRY_NAMES = new Intl.DisplayNames('en', { type: 'region' })

/** What is said when the search finds nothing; the script says the same. */
export const NONE_FOUND = 'No bank of this name is here.'

function Logo({ bank }: { bank: Bank }) {
  if (bank.logoUrl) return <img src={bank.logoUrl} alt="" width="36" height="36" loading="lazy" />
  // The letter is drawn by the style sheet, as it is no part of the bank's name.
  return <span class="initial" aria-hidden="true" data-initial={Array.from(bank.name)[0]}></span>
}

/** Without case and accents: a payer who types `credit` finds `Crédit`. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
