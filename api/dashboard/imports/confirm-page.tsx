import type { ImportRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import type { ConfirmOptions } from '../../../domain/import/index.ts'
import type { Fields, Mistakes } from '../../identity/form.ts'
import { Hidden } from '../../pages/fields.tsx'
import { count } from '../format.ts'
import { ActionForm, DashboardPage } from '../layout.tsx'
import type { Viewer } from '../viewer.ts'
import { fileNameOf } from './import-words.ts'
import { invoicesIn, sumsToSend, sumText } from './sums.ts'

/** Forms and addresses carry these fields of a confirmation. */
export function confirmOptionsOf(given: Fields): ConfirmOptions {
  return {
    rows: given['rows'] === 'all' ? 'all' : 'valid',
    duplicates: given['duplicates'] === 'send' ? 'send' : 'skip',
    deliver: given['sms'] === 'yes' ? ['email', 'sms'] : ['email'],
  }
}

/** @param seen the sums that the person saw before the file was read again */
export function readAgainWords(seen = '', { totals }: ImportRow, { duplicates }: ConfirmOptions): string {
  const sums = sumsToSend(totals, duplicates)
  const now = sums.length > 0 ? sumText(sums) : 'no invoice'
  return `The file was read again after you opened the page. You saw ${seen}. Now it is ${now}.`
}

export interface ConfirmProps {
  viewer: Viewer
  subject: ImportRow
  options: ConfirmOptions
  mistakes?: Mistakes | undefined
}

export function ConfirmImportPage({ viewer, subject, options, mistakes }: ConfirmProps) {
  const { id, totals, invalidRows, parseVersion } = subject
  const { rows, duplicates, deliver } = options
  const sums = sumsToSend(totals, duplicates)
  const invoices = invoicesIn(sums)
  const left = totals.reduce((all, total) => all + (total.duplicates ?? 0), 0)
  const hasSms = deliver.includes('sms')
  const back = <a href={`${viewer.base}/imports/${id}`}>Back to the review</a>
  if (invoices === 0) {
    return (
      <DashboardPage viewer={viewer} title="Nothing can be sent" section="imports" mistakes={mistakes}>
        <section class="empty">
          <p>No row of this file can be sent like this.</p>
          {back}
        </section>
      </DashboardPage>
    )
  }
  return (
    <DashboardPage
      viewer={viewer}
      title={`Send ${count(invoices, 'invoice')}`}
      section="imports"
      mistakes={mistakes}
    >
      <ActionForm viewer={viewer} path={`/imports/${id}/confirm`} class="card reading">
        <p>{fileNameOf(subject)}</p>
        <p>
          <strong>{`${sumText(sums)}.`}</strong>
          {' Each gets its number and its payment link, and is sent at once.'}
        </p>
        <ul class="points">
          <li>{`E-mails: ${invoices}, one for each invoice, and copies to further addresses of customers.`}</li>
          {hasSms ? <li>Customers whose phone number is known get a text message too.</li> : null}
          {invalidRows > 0 ? <li>{`Not sent: ${count(invalidRows, 'row')} with errors.`}</li> : null}
          {left > 0 ? (
            <li>{`${duplicates === 'skip' ? 'Not sent' : 'Sent too'}: ${count(left, 'duplicate')}.`}</li>
          ) : null}
          {rows === 'all' ? <li>Nothing is sent if a row turns out to be invalid by now.</li> : null}
          <li>
            While they are sent, you can pause or cancel. An issued invoice stays: it can be voided, one by
            one.
          </li>
          {viewer.mode === 'test' ? <li>This is test mode: no money moves.</li> : null}
        </ul>
        <Hidden name="command" value={newId('cmd')} />
        <Hidden name="version" value={String(parseVersion)} />
        <Hidden name="sums" value={sumText(sums)} />
        <Hidden name="rows" value={rows} />
        <Hidden name="duplicates" value={duplicates} />
        <Hidden name="sms" value={hasSms ? 'yes' : ''} />
        <div class="actions">
          <button class="primary">{`Send ${count(invoices, 'invoice')}`}</button>
          {back}
        </div>
      </ActionForm>
    </DashboardPage>
  )
}
