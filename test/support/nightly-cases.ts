import { ALL_CASES } from './some-of.ts'

interface NightlyCases {
  reason: string
  /** By file: how titles of tests begin. */
  files: Record<string, string[]>
}

/** Only the nightly run tries these tests. */
export const NIGHTLY_CASES: NightlyCases[] = [
  {
    reason: 'other browser tests take the same way, and tests over HTTP submit the same forms',
    files: {
      'test/browser/docs.browser.test.ts': ['fits a narrow phone, and names the buttons below'],
      'test/browser/payment-page.browser.test.ts': [
        'updates the waiting page when the payment changes, by polls',
        'goes by keyboard alone from the link to the receipt',
      ],
      'test/browser/records.browser.test.ts': ['imports a file, sets up a recurring invoice'],
      'test/browser/people.browser.test.ts': ['signs up, signs in, makes a merchant and invites'],
      'test/browser/without-javascript.browser.test.ts': ['writes, looks at, sends, finds, reminds'],
    },
  },
  {
    reason: 'unit tests and the random lives decide the same, and neighbours go through the servers',
    files: {
      'test/e2e/payments/bank-failures.test.ts': [
        'makes the bank unreachable for the amount 10.15',
        'creates one payment when answers of a long authorisation are lost',
        'shows the customer no repayment for a refund that is returned by the payer',
      ],
      'test/e2e/payments/tokenio-failures.test.ts': [
        'keeps the invoice payable after a refused payment: 1011',
        'lets a payer try again after a rejection: 12500',
        'counts a payment once when its webhook is reordered',
      ],
      'test/e2e/payments/payments.test.ts': [
        'requests the deposit first, then the rest, each with a receipt',
      ],
      'test/e2e/webhooks/out-of-order-reports.test.ts': [
        'finds a lost reversal in the reconciliation, notifies, and accepts it',
        'finds a reinstated payment in the reconciliation when it was only marked before',
      ],
      'test/e2e/webhooks/stale-reports.test.ts': [
        'keeps the payment when an old webhook reports it as rejected, and both webhooks are late',
        'keeps the payment when an old webhook reports it as expired',
        'marks a failed refund as executed and notifies the merchant',
      ],
      'test/e2e/reconciliation/unreadable-lines.test.ts': [
        'leaves an account to the next run when its rail is unavailable for too long',
        'names an account with a wrong id and compares all others',
      ],
      'test/e2e/reconciliation/findings.test.ts': [
        'reopens a resolved finding when it is found again',
        'records the unknown status of a refund once',
      ],
      'test/e2e/payments/return-polls.test.ts': [
        'pays the invoice at the next read when the first is never answered',
      ],
      'test/e2e/resilience/repeated-activities.test.ts': ['records a void once although the void runs twice'],
      'test/e2e/events/stream.test.ts': ['ends soon after its key expires'],
      'test/e2e/dashboard/live.test.ts': ['says so and ends when the person leaves the merchant'],
      'test/e2e/merchant-webhooks/deliveries.test.ts': ['sends the events of an import'],
      'test/e2e/recurring/years.test.ts': [
        'issues one invoice on the last day of each month at nine in America/Sao_Paulo',
      ],
    },
  },
  {
    reason: 'a neighbour sends the same messages, and only the reason or the channel differs',
    files: {
      'test/e2e/reminders/deliveries.test.ts': [
        'notifies the merchant of SMTPApiError',
        'notifies the merchant of SpamNotification',
        'reports a text message to a country that our account may not send to',
        'suppresses an opened address again after another bounce',
        'keeps the delivery to the new address when the old one bounces',
        'reminds only the new address when it was corrected while Postmark was down',
        'keeps an address suppressed while Postmark is unavailable',
        'opens an address when an operator reactivates it soon after Postmark failed with 500',
        'skips a reminder when the invoice is paid while its files are made',
        'reports a text message to a number that our sender does not reach',
        'records a delay in the timeline only',
      ],
      'test/e2e/imports/interrupted.test.ts': [
        'sends the e-mail only to the new address when it was corrected before',
        'ends a day after the provider began to refuse every e-mail',
        'expires an unconfirmed import after thirty days',
        'notifies the merchant of an inactive address and sends all other e-mails',
      ],
    },
  },
  {
    reason: 'a neighbour imports a file of the same kind',
    files: {
      'test/e2e/imports/imports.test.ts': [
        'streams the progress of an import until it is completed',
        'skips numbers of the file when it allocates numbers of the same series',
      ],
      'test/e2e/imports/lines.test.ts': ['sends all rows of a duplicate as one invoice'],
      'test/e2e/payments/payout-accounts.test.ts': [
        'prevents rows without a payout account from being issued',
      ],
      'test/e2e/trust/suspension.test.ts': ['goes on with a confirmed import after the suspension'],
      'test/fuzz/corpus.test.ts': ['refuses a file with too many rows'],
    },
  },
  {
    reason: 'waits ten seconds for a limit',
    files: {
      'test/e2e/recurring/recurring.test.ts': ['answers a long move of the clock with its progress'],
    },
  },
  {
    reason: 'the same is tried in live mode',
    files: {
      'test/e2e/walls/walls.test.ts': ['names merchant and mode in test mode before it uses an id'],
      'test/e2e/modes/modes.test.ts': [
        'takes the same file once in each mode',
        'changes nothing on the refunds of the other mode: from test',
      ],
    },
  },
]

/** Returns whether only the nightly run tries the test. `file` is relative to the repository. */
export function isNightly(file: string, title: string): boolean {
  return (
    !ALL_CASES && NIGHTLY_CASES.some(({ files }) => files[file]?.some((start) => title.startsWith(start)))
  )
}
