import type { Command } from './situations.ts'

export const OUTCOMES: Record<Command, Record<string, string>> = {
  view: {
    'refused: not_issued': 'draft',
    viewed: 'sent, undeliverable, nothing to pay',
    nothing:
      'viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted',
  },
  pay: {
    'refused: not_issued': 'draft',
    'viewed + payment_started': 'sent, undeliverable',
    payment_started:
      'viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, reversal accepted',
    'payment_failed + payment_started': 'at the bank',
    'refused: payment_in_progress': 'payment processing',
    'refused: link_expired': 'link expired',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'pay by the same bank': {
    'refused: not_issued': 'draft',
    'viewed + payment_started': 'sent, undeliverable',
    payment_started:
      'viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, reversal accepted',
    nothing: 'at the bank',
    'refused: payment_in_progress': 'payment processing',
    'refused: link_expired': 'link expired',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'pay by the same bank, to another account': {
    'refused: not_issued': 'draft',
    'viewed + payment_started': 'sent, undeliverable',
    payment_started:
      'viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, reversal accepted',
    'payment_failed + payment_started': 'at the bank',
    'refused: payment_in_progress': 'payment processing',
    'refused: link_expired': 'link expired',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'pay an earlier amount': {
    'refused: not_issued': 'draft',
    'refused: amount_changed':
      'sent, viewed, overdue, at the bank, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, undeliverable, reversal accepted',
    'refused: payment_in_progress': 'payment processing',
    'refused: link_expired': 'link expired',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'pay by a revoked link': {
    'refused: not_issued': 'draft',
    'refused: link_revoked':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'bank: authorising': {
    nothing:
      'draft, sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'bank: unknown status': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    payment_status_unknown: 'at the bank, payment processing, void requested',
  },
  'bank: processing': {
    nothing:
      'draft, sent, viewed, overdue, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    payment_processing: 'at the bank',
  },
  'bank: settled': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    'payment_settled + paid': 'at the bank, payment processing',
    'voided + payment_settled + overpayment_recorded + refund_requested': 'void requested',
  },
  'bank: settled, less': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    payment_settled: 'at the bank, payment processing',
    'voided + payment_settled + overpayment_recorded + refund_requested': 'void requested',
  },
  'bank: settled, more': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    'payment_settled + paid + overpayment_recorded': 'at the bank, payment processing',
    'voided + payment_settled + overpayment_recorded + refund_requested': 'void requested',
  },
  'bank: settled, other currency': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    payment_currency_mismatched: 'at the bank, payment processing',
    'payment_currency_mismatched + voided': 'void requested',
  },
  'bank: settled, unreadable amount': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    payment_amount_unreadable: 'at the bank, payment processing',
    'payment_amount_unreadable + voided': 'void requested',
  },
  'bank: settled, confirmed': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, nothing to pay',
    'payment_settled + paid': 'at the bank, payment processing',
    'voided + payment_settled + overpayment_recorded + refund_requested': 'void requested',
    payment_reinstated: 'payment reversed',
    'payment_reinstated + paid': 'reversal accepted',
  },
  'bank: failed, confirmed': {
    nothing:
      'draft, sent, viewed, overdue, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, payment reversed, reversal accepted, nothing to pay',
    payment_failed: 'at the bank, payment processing',
    payment_currency_mismatch_resolved: 'paid in another currency',
    payment_amount_unreadable_resolved: 'paid an unreadable amount',
    'payment_failed + voided': 'void requested',
    payment_reversed: 'paid, paid twice, credited after payment, being refunded',
  },
  'bank: failed, unconfirmed': {
    nothing:
      'draft, sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    payment_failed: 'at the bank, payment processing',
    'payment_failed + voided': 'void requested',
  },
  'bank: a superseded payment settled, confirmed': {
    nothing: 'draft, paid twice, nothing to pay',
    'payment_settled + paid':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, on hold, link expired, undeliverable, reversal accepted',
    'payment_settled + paid + overpayment_recorded': 'part paid, part credited',
    'voided + payment_settled + overpayment_recorded + refund_requested': 'void requested',
    'payment_settled + overpayment_recorded + refund_requested': 'void, credited in full',
    'payment_settled + overpayment_recorded':
      'paid, credited after payment, being refunded, payment reversed',
  },
  'bank: an unknown payment settled': {
    nothing:
      'draft, sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'bank: refund with an unknown status': {
    nothing:
      'draft, sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, payment reversed, reversal accepted, nothing to pay',
    refund_status_unknown: 'being refunded',
  },
  'bank: refund executed': {
    nothing:
      'draft, sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, payment reversed, reversal accepted, nothing to pay',
    refund_executed: 'being refunded',
  },
  'bank: refund failed': {
    nothing:
      'draft, sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, payment reversed, reversal accepted, nothing to pay',
    refund_failed: 'being refunded',
  },
  'e-mail bounced': {
    nothing: 'draft',
    delivery_failed:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'address reopened': {
    nothing:
      'draft, sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    address_reopened: 'undeliverable',
  },
  'customer requests a new link': {
    nothing:
      'draft, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
    link_requested:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
  },
  'deadlines of 60 days pass': {
    nothing:
      'draft, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
    'overdue + link_expired + reminder_skipped':
      'sent, viewed, paid in another currency, paid an unreadable amount, part paid, part credited, undeliverable, reversal accepted',
    'link_expired + reminder_skipped': 'overdue',
    'overdue + reminder_skipped': 'at the bank, payment processing',
    link_expired: 'on hold',
    reminder_skipped: 'link expired',
  },
  amend: {
    'refused: not_issued': 'draft',
    amended:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'amend to a due date before issue': {
    'refused: not_issued': 'draft',
    'refused: due_before_issue':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  remind: {
    'refused: not_issued': 'draft',
    reminder_requested: 'sent, viewed, overdue, at the bank, part paid, part credited, reversal accepted',
    'refused: payment_in_progress': 'payment processing',
    'refused: payment_currency_mismatched': 'paid in another currency',
    'refused: payment_amount_unreadable': 'paid an unreadable amount',
    'refused: on_hold': 'on hold',
    'refused: link_expired': 'link expired',
    'refused: undeliverable': 'undeliverable',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  pause: {
    'refused: not_issued': 'draft',
    hold_placed:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, link expired, undeliverable, reversal accepted',
    'refused: on_hold': 'on hold',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  resume: {
    'refused: not_issued': 'draft',
    'refused: not_on_hold':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, link expired, undeliverable, reversal accepted',
    hold_released: 'on hold',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'new link': {
    'refused: not_issued': 'draft',
    link_regenerated:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'new link that has expired': {
    'refused: not_issued': 'draft',
    'refused: expires_in_the_past':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  void: {
    'refused: not_issued': 'draft',
    voided:
      'sent, viewed, overdue, paid in another currency, paid an unreadable amount, part credited, on hold, link expired, undeliverable, reversal accepted',
    void_requested: 'at the bank, payment processing',
    'refused: partly_paid': 'part paid',
    'refused: void_requested': 'void requested',
    'refused: already_void': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'void with a credit note': {
    'refused: not_issued': 'draft',
    'voided + credited':
      'sent, viewed, overdue, paid in another currency, paid an unreadable amount, part credited, on hold, link expired, undeliverable, reversal accepted',
    void_requested: 'at the bank, payment processing',
    'refused: partly_paid': 'part paid',
    'refused: void_requested': 'void requested',
    'refused: already_void': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'credit a part': {
    'refused: not_issued': 'draft',
    credited:
      'sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted',
    'refused: payment_in_progress': 'at the bank, payment processing',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: credit_exceeds_invoice': 'nothing to pay',
  },
  'credit the whole': {
    'refused: not_issued': 'draft',
    'credited + voided':
      'sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, on hold, link expired, undeliverable, reversal accepted',
    'refused: payment_in_progress': 'at the bank, payment processing',
    'refused: credit_exceeds_invoice': 'part credited, credited after payment, nothing to pay',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    credited: 'paid, paid twice, being refunded, payment reversed',
  },
  'credit what is left': {
    'refused: not_issued': 'draft',
    credited:
      'sent, viewed, overdue, paid in another currency, paid an unreadable amount, part paid, on hold, link expired, undeliverable, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted',
    'refused: payment_in_progress': 'at the bank, payment processing',
    'credited + voided': 'part credited',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: credit_exceeds_invoice': 'nothing to pay',
  },
  'credit too much': {
    'refused: not_issued': 'draft',
    'refused: credit_exceeds_invoice':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
  },
  'paid manually, in part': {
    'refused: not_issued': 'draft',
    manual_payment_recorded:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, reversal accepted',
    'void_cancelled + manual_payment_recorded': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'paid manually, in full': {
    'refused: not_issued': 'draft',
    'manual_payment_recorded + paid':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, on hold, link expired, undeliverable, reversal accepted',
    'manual_payment_recorded + paid + overpayment_recorded': 'part paid, part credited',
    'void_cancelled + manual_payment_recorded + paid': 'void requested',
    'refused: voided': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
  'remove a manual payment': {
    'refused: not_issued': 'draft',
    'refused: unknown_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
    manual_payment_removed: 'part paid',
  },
  'undo a payment by bank': {
    'refused: not_issued': 'draft',
    'refused: unknown_payment':
      'sent, viewed, overdue, at the bank, payment processing, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, nothing to pay',
    payment_currency_mismatch_resolved: 'paid in another currency',
    payment_amount_unreadable_resolved: 'paid an unreadable amount',
    payment_reversal_accepted: 'payment reversed',
    'refused: already_undone': 'reversal accepted',
  },
  'refund a part': {
    'refused: not_issued': 'draft',
    'refused: refund_exceeds_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, payment reversed, reversal accepted, nothing to pay',
    refund_requested: 'paid, paid twice, credited after payment, being refunded',
  },
  'refund a part, with a credit note': {
    'refused: not_issued': 'draft',
    'refused: refund_exceeds_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, payment reversed, reversal accepted',
    'refused: void_requested': 'void requested',
    'refused: voided': 'void, credited in full',
    'credited + refund_requested': 'paid, being refunded',
    'refused: nothing_to_credit': 'paid twice, credited after payment',
    'refused: credit_exceeds_invoice': 'nothing to pay',
  },
  'refund too much': {
    'refused: not_issued': 'draft',
    'refused: refund_exceeds_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'refund the overpayment': {
    'refused: not_issued': 'draft',
    'refused: nothing_to_refund':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, being refunded, payment reversed, reversal accepted, nothing to pay',
    refund_requested: 'paid twice, credited after payment',
  },
  'refunded manually, in part': {
    'refused: not_issued': 'draft',
    'refused: refund_exceeds_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, reversal accepted, nothing to pay',
    manual_refund_recorded: 'paid, paid twice, credited after payment, being refunded, payment reversed',
  },
  'refunded manually, in part, with a credit note': {
    'refused: not_issued': 'draft',
    'refused: refund_exceeds_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, reversal accepted, nothing to pay',
    'credited + manual_refund_recorded': 'paid, being refunded, payment reversed',
    'refused: nothing_to_credit': 'paid twice, credited after payment',
  },
  'refunded manually, too much': {
    'refused: not_issued': 'draft',
    'refused: refund_exceeds_payment':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'advance the clock': {
    'refused: not_issued': 'draft',
    clock_advanced:
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'move the clock back': {
    'refused: not_issued': 'draft',
    'refused: clock_moved_back':
      'sent, viewed, overdue, at the bank, payment processing, paid in another currency, paid an unreadable amount, part paid, part credited, on hold, link expired, undeliverable, void requested, void, credited in full, paid, paid twice, credited after payment, being refunded, payment reversed, reversal accepted, nothing to pay',
  },
  'a repeated request': {
    'refused: not_issued': 'draft',
    voided:
      'sent, viewed, overdue, paid in another currency, paid an unreadable amount, part credited, on hold, link expired, undeliverable, reversal accepted',
    void_requested: 'at the bank, payment processing',
    nothing: 'part paid',
    'refused: void_requested': 'void requested',
    'refused: already_void': 'void, credited in full',
    'refused: already_paid':
      'paid, paid twice, credited after payment, being refunded, payment reversed, nothing to pay',
  },
}
