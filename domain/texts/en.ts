/** Every catalogue has the keys and placeholders of English. */
export const en = {
  // Amounts and parties, in every medium
  'deposit.first': 'a deposit of {amount}, of {total} in all',
  'deposit.rest': 'the rest of the deposit, {amount}, of {total} in all',
  'tax.all': 'Tax',
  'tax.rate': 'Tax {rate} % on {net}',
  'tax.none': 'No tax on {net}',
  'profile.company_number': 'Company number {number}',
  'profile.tax_number': 'Tax number {number}',
  'method.cash': 'Cash',
  'method.transfer': 'Bank transfer',
  'method.card': 'Card',
  'method.cheque': 'Cheque',
  'method.other': 'Other means',
  'invoice.title': 'Invoice {number}',
  'invoice.due': 'Due {date}',
  'invoice.overdue': 'Overdue since {date}',
  'invoice.total': 'Total',
  'invoice.draft': 'DRAFT',
  'payment.received': 'Payment',
  'payment.removed': 'Payment that did not arrive',
  'payment.paid_on': 'Paid on',
  'payment.reference': 'Reference',
  'refund.pending': 'Refund on its way',
  'refund.pending_amount': 'A refund of {amount} is on its way.',

  // The frame of every page
  'page.languages': 'Language',
  'secure.heading': 'Secure payment',
  'secure.bank':
    'You sign in and approve the payment at your own bank. Your bank details are never seen here.',
  'secure.amount': 'The amount and the recipient are filled in. Check them at your bank before you approve.',
  'secure.confirmed':
    'The invoice counts as paid only when the bank has confirmed it. Then you get a receipt.',
  'page.back': 'Back to the invoice',

  // The page of the invoice
  'page.title.invoice': 'Invoice {number} from {merchant}',
  'page.deposit_of': 'Deposit, of {total} in all',
  'page.rest_of': 'Still to be paid, of {total} in all',
  'page.contents': 'What it is for',
  'page.for_customer': 'For {customer}',
  'page.item': 'Item',
  'page.amount_in': 'Amount in {currency}',
  'page.received': 'Received',
  'page.given_back': 'Given back to you',
  'page.still_due': 'Still to be paid',
  'page.deposit_now': 'Deposit now',
  'page.plus_tax': 'plus {rate} % tax',
  'page.download_pdf': 'Download invoice (PDF)',
  'page.pay': 'Pay by bank',
  'page.with_bank': 'with {bank}',
  'page.no_bank': 'This invoice cannot be paid from a bank here. Please ask {merchant} how to pay it.',
  'page.no_payments':
    '{merchant} cannot take payments here at the moment. Please ask {merchant} how to pay: {email}. If you have approved a payment at your bank already, please do not pay again.',

  // The list of banks
  'banks.title': 'Choose your bank to pay {merchant}',
  'banks.section': 'Your bank',
  'banks.heading': 'Choose your bank',
  'banks.approve_there': 'You will approve the payment there.',
  'banks.search': 'Find your bank',
  'banks.country': 'Country',
  'banks.all_countries': 'All countries',
  'banks.search_all': 'Search in all countries',
  'banks.show': 'Show',
  'banks.shown': 'Banks shown: {count}',
  'banks.last_used': 'Used last on this device',
  'banks.none_found': 'No bank with this name was found.',
  'banks.maintenance': 'In maintenance',
  'banks.unavailable': 'Not available now',
  'banks.limit': 'Takes at most {amount}',

  // TrueLayer requires the consent: https://docs.truelayer.com/docs/consent-guidelines-for-pay-ins
  'consent.pay':
    'By pressing {pay} you permit TrueLayer to start this payment from your bank account, and agree to TrueLayer’s {terms}.',
  'consent.pay_mixed':
    'By pressing {pay} you permit TrueLayer, or another service for some banks, to start this payment from your bank account, and agree to TrueLayer’s {terms}.',
  'consent.choose':
    'By choosing your bank you permit TrueLayer to start this payment from your bank account, and agree to TrueLayer’s {terms}.',
  'consent.choose_mixed':
    'By choosing your bank you permit TrueLayer, or another service for some banks, to start this payment from your bank account, and agree to TrueLayer’s {terms}.',
  'consent.terms': 'terms of service and privacy notice',

  // The last payment
  'notice.not_started':
    'The payment was not started: the invoice may have changed. Please look at it again, then press {pay} once more.',
  'notice.no_answer': '{bank} has not answered yet. {nothing_paid} Please try again, or choose another bank.',
  'notice.unclear_amount':
    'Your bank has sent money, but the amount is not clear yet, so the invoice is not paid with it. {merchant} has been notified, and will be in touch with you. Please do not pay again before that.',
  'notice.other_currency':
    'Your last payment came in another currency than this invoice is in, so the invoice is not paid with it. {merchant} has been notified, and will be in touch with you. Please do not pay again before that.',
  'notice.not_arrived':
    'Your last payment did not arrive after all, says the bank. Please look at your account at {bank} before you pay again.',
  'notice.arrived': 'Your last payment has arrived. Thank you.',
  'failure.nothing_paid': 'Nothing has been paid.',
  'failure.nothing_paid_this_time': 'Nothing was paid this time.',
  'failure.insufficient_funds':
    'There was not enough money in the account. {nothing_paid} You can try again, also from another account.',
  'failure.limit':
    'The amount is above your limit at {bank}. {nothing_paid} You can raise the limit in your banking app and try again, or choose another bank.',
  'failure.unavailable':
    '{bank} is not available at the moment. {nothing_paid} Please try again in a few minutes, or choose another bank.',
  'failure.too_late': 'The payment was not approved in time. {nothing_paid} You can try again.',
  'failure.stopped': 'The payment was stopped before it was approved. {nothing_paid} You can try again.',
  'failure.identity': '{bank} could not make sure that it was you. {nothing_paid} You can try again.',
  'failure.not_approved': 'The payment was not approved. {nothing_paid} You can try again.',
  'failure.not_allowed':
    '{bank} did not allow the payment. {nothing_paid} Please ask them why, or choose another bank.',
  'failure.more_asked':
    '{bank} asks for more than can be entered here. {nothing_paid} Please choose another bank.',
  'failure.not_from_here':
    'A payment from {bank} cannot be approved from here. {nothing_paid} Please choose another bank.',
  'failure.returned':
    'The payment could not be accepted, and the invoice is still to be paid. Money that has left your account comes back to it. You can try again, from an account in your own name.',
  'failure.other':
    'The payment did not succeed, and the invoice is still to be paid. You can try again, or choose another bank.',

  // Waiting for the bank
  'waiting.title': 'Waiting for your bank',
  'waiting.starting': 'Your payment at {bank} is being started.',
  'waiting.starting_somewhere': 'Your payment is being started.',
  'waiting.processing': '{bank} has your approval, and the money is on its way.',
  'waiting.not_stopped':
    'The payment at {bank} could not be stopped, so no other bank was opened: nobody should pay twice. If you have approved it, please wait. An hour after you began you can choose another bank.',
  'waiting.not_stopped_continue':
    'The payment at {bank} could not be stopped, so no other bank was opened: nobody should pay twice. If you have approved it, please wait; if not, please finish it there. An hour after you began you can choose another bank.',
  'waiting.unconfirmed':
    '{bank} has not confirmed the payment yet. If you have not approved it, please choose your bank again.',
  'waiting.unconfirmed_continue':
    '{bank} has not confirmed the payment yet. If you have not approved it, you can still do so, or choose another bank.',
  'waiting.updates': 'This page changes by itself.',
  'waiting.continue_at': 'Continue at {bank}',
  'waiting.another_bank': 'Choose another bank',
  'waiting.choose_again': 'Choose your bank again',

  // The paid invoice
  'paid.title': 'Invoice {number} is paid',
  'paid.heading': '{amount} paid',
  'paid.received.one': '{merchant} has received your payment for invoice {number}.',
  'paid.received.other': '{merchant} has received your payments for invoice {number}.',
  'paid.overpaid': 'You have paid {amount} more than the total.',
  'paid.given_back': '{amount} has been given back to you.',
  'paid.payment_reversed': 'Payment that the bank reports as not arrived',
  'paid.from': 'From',
  'paid.refund': 'Given back',
  'paid.refund_since': 'Since',
  'paid.refund_on': 'On',
  'paid.refund_to': 'To',
  'paid.download_receipt': 'Download receipt',
  'paid.download_invoice': 'Download invoice',

  // Links that no longer open the invoice
  'link.unknown.title': 'This link does not work',
  'link.unknown.text': 'It may be incomplete. Please open it again where you found it.',
  'link.unknown.help': 'If that does not help, please ask whoever sent it to you for a new link.',
  'link.expired.title': 'This link has expired',
  'link.expired.text': 'The invoice can no longer be paid with it.',
  'link.revoked.title': 'This link has been replaced',
  'link.revoked.text': 'The invoice can no longer be paid with it.',
  'link.revoked.newer': 'There is a newer one. Please look for it in your messages.',
  'link.void.title': 'This invoice was cancelled',
  'link.void.text':
    'There is nothing to pay. If you have approved a payment already, an e-mail will tell you what becomes of it.',
  'link.paid.title': 'This invoice is paid',
  'link.paid.text': 'There is nothing more to pay.',
  'link.requested': '{merchant} has been asked for a new link.',
  'link.requested_next': 'They can send you one.',
  'link.request': 'Ask for a new link',
  'link.question': 'If you have a question, please ask {merchant}: {email}.',

  // Pages about an error
  'error.again.title': 'Please try again in a moment',
  'error.page': 'This page cannot be shown just now.',
  'error.payment':
    'Your bank could not be opened just now. The invoice shows what has become of your payment.',
  'error.request': 'Your request could not be sent just now.',
  'error.bank.title': 'The bank is not answering',
  'error.bank.text':
    'Your bank could not be reached. {nothing_paid} Please try again in a few minutes, or choose another bank.',
  'error.not_found.title': 'This page does not exist',
  'error.method.title': 'This page cannot be used like this',
  'error.address': 'The address may be incomplete.',
  'error.other.title': 'Something went wrong',
  'error.other.text':
    'Please look at the invoice again before you pay: it shows whether a payment has begun.',
  'return.title': 'Coming back from your bank',
  'return.text':
    'If this page does not change by itself, open the invoice again where you found its link: it shows whether it is paid.',
  'return.late.title': 'Back from your bank',
  'return.late.text': 'Please open the invoice again where you found its link: it shows whether it is paid.',
  'return.deferred':
    'Your bank’s answer could not be passed on yet. Please load this page again in a moment.',

  // E-mails
  'email.greeting': 'Dear {customer},',
  'email.thanks': 'Thank you for your business.',
  'email.regards': 'Kind regards,',
  'email.open_address': 'Or open this address:',
  'email.payment_link': 'Payment link: {url}',
  'email.pdf_link': 'As a PDF: {url}',
  'email.pdf': 'The invoice as a PDF',
  'email.pay': 'View and pay',
  'email.view_invoice': 'View invoice',
  'email.view_receipt': 'View receipt',
  'email.for': 'For: {description}',
  'email.due': 'Due date: {date}',
  'email.received': 'Received: {amount}',
  'email.given_back': 'Given back: {amount}',
  'email.still_due': 'Still to be paid: {amount}',
  'email.invoice.subject': 'Invoice {number} - Payment Required',
  'email.invoice.attached': 'please find attached your invoice for {amount}.',
  'email.invoice.linked': 'here is your invoice for {amount}.',
  'email.invoice.deposit': '{requested}, is asked for first; the rest is due by {date}.',
  'email.receipt.subject': 'Receipt for invoice {number}',
  'email.receipt.opening':
    'we have received your payment of {amount} for invoice {number}. Your receipt is attached.',
  'email.receipt.paid_on': 'Paid on: {date}',
  'email.receipt.paid_from': 'Paid from: {source}',
  'email.receipt.reference': 'Reference: {reference}',
  'email.receipt.received_in_all': 'Received in all: {amount}',
  'email.receipt.still_due': 'Still to be paid: {amount} by {date}',
  'email.receipt.overpaid': 'This is {amount} more than was due.',
  'email.receipt.link': 'Invoice and receipt: {url}',
  'email.reminder.subject': 'Reminder: invoice {number} - {requested}',
  'email.reminder.number': 'Invoice: {number}',
  'email.reminder.deposit':
    'this is a reminder that {requested}, for invoice {number} has not been paid yet. All of it is due on {date}.',
  'email.reminder.deposit_today':
    'this is a reminder that {requested}, for invoice {number} has not been paid yet. All of it is due today, {date}.',
  'email.reminder.unpaid': 'this is a reminder that {amount} for invoice {number} has not been paid yet.',
  'email.reminder.before': 'this is a friendly reminder that {amount} for invoice {number} is due on {date}.',
  'email.reminder.today': '{amount} for invoice {number} is due today, {date}.',
  'email.reminder.overdue': '{amount} for invoice {number} was due on {date} and has not been paid yet.',
  'email.reminder.closing': 'If you have paid in the meantime, please ignore this message.',
  'email.refund.subject': 'Refund for invoice {number}',
  'email.refund.heading': '{amount} refunded',
  'email.refund.account': 'we have sent {amount} of invoice {number} back to the account that you paid from.',
  'email.refund.transfer': 'we have sent {amount} of invoice {number} back to you by bank transfer.',
  'email.refund.card': 'we have sent {amount} of invoice {number} back to your card.',
  'email.refund.cheque': 'we have sent {amount} of invoice {number} back to you by cheque.',
  'email.refund.cash': 'we have given {amount} of invoice {number} back to you in cash.',
  'email.refund.other': 'we have given {amount} of invoice {number} back to you.',
  'email.refund.delay': 'Your bank may take a little while to show it.',
  'email.refund.link': 'Invoice: {url}',
  'email.void.subject': 'Invoice {number} has been cancelled',
  'email.void.heading': 'Invoice cancelled',
  'email.void.opening':
    'invoice {number} for {amount} has been cancelled. You do not need to pay it, and its payment link no longer works.',
  'email.void.question': 'If you have a question, please answer this e-mail.',

  // Text messages: the link follows
  'sms.invoice': '{requested} for {number}, due {date}. Pay:',
  'sms.reminder': 'Reminder: {requested} for {number}, due {date}. Pay:',
  'sms.pay': 'Pay:',
  'sms.void': 'Invoice {number} for {amount} is cancelled. You need not pay it.',

  // PDF
  'pdf.file.invoice': 'invoice',
  'pdf.file.receipt': 'receipt',
  'pdf.invoice': 'Invoice',
  'pdf.receipt': 'Receipt',
  'pdf.receipt_for': 'Receipt for invoice {number}',
  'pdf.preview': 'Preview. This invoice has not been sent, and nothing has been paid.',
  'pdf.bill_to': 'Bill to',
  'pdf.details': 'Details',
  'pdf.number': 'Number',
  'pdf.issued': 'Issued',
  'pdf.due': 'Due',
  'pdf.paid_from': 'Paid from',
  'pdf.page': 'page {page} of {pages}',
  'pdf.column.description': 'Description',
  'pdf.column.quantity': 'Quantity',
  'pdf.column.price': 'Price',
  'pdf.column.tax': 'Tax',
  'pdf.column.amount': 'Amount',
  'pdf.column.date': 'Date',
  'pdf.column.entry': 'Entry',
  'pdf.column.from_or_to': 'From or to',
  'pdf.movements': 'Payments and refunds',
  'pdf.payment_reversed': 'Payment, reported as not arrived',
  'pdf.refund': 'Refund',
  'pdf.subtotal': 'Subtotal',
  'pdf.received': 'Received',
  'pdf.refunded': 'Refunded',
  'pdf.overpaid': 'Overpaid',
  'pdf.still_due': 'Still due',
  'pdf.to_pay': 'To pay',
  'pdf.state.received': 'Received with thanks',
  'pdf.state.not_arrived': 'This payment did not arrive',
  'pdf.state.void': 'Void',
  'pdf.state.void_since': 'Void since {date}',
  'pdf.state.paid': 'Paid',
  'pdf.state.paid_on': 'Paid on {date}',
  'pdf.state.refunded': 'Paid, then refunded',
  'pdf.state.paid_on_refunded': 'Paid on {date}, then refunded',
  'pdf.state.deposit_due': 'Deposit due',
  'pdf.note.received': '{amount} has been received.',
  'pdf.note.received_of': '{amount} of {total} has been received.',
  'pdf.note.overpaid': 'The overpayment is {amount}.',
  'pdf.note.refunded': '{amount} has been refunded.',
  'pdf.note.deposit_first': 'A deposit is due first. The rest, {amount}, is due by {date}.',
  'pdf.note.deposit_paid': 'The deposit is paid.',
  'pdf.note.still_due': '{amount} is still to be paid.',
  'pdf.note.void': 'Nothing is to be paid.',
  'pdf.note.paid': 'Nothing more is due.',
  'pdf.note.not_arrived': 'The bank reports that {amount} of {date} did not arrive.',
} as const
