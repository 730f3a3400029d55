import type { RandomLife } from './steps.ts'

interface Money {
  id: string
  amount: number
  by: 'bank' | 'manual'
  undone: boolean
  reversed?: boolean
  deservesReceipt: boolean
}

interface Attempt {
  id: string
  bank: string
  status: 'authorizing' | 'processing' | 'settled' | 'failed'
  asked: number
  at: number
  undecided?: boolean
}

interface Refund {
  payment: string
  givenUp: number
  askedAgain: number
  amount: number
  status: 'executed' | 'failed'
}

const DAY = 86_400_000
const AMOUNT = 10_000

/** Commands return `ok`, `nothing`, or the code of a refusal. Amounts are in minor units. */
export class Reference {
  viewed = false
  overdue = false
  paid = false
  timesPaid = 0
  voided = false
  voidAsked = false
  held = false
  emailDead = false
  linkId = 'lnk_1'
  linkDead = false
  linkRequested = new Set<string>()
  came: Money[] = []
  attempts: Attempt[] = []
  refunds: Refund[] = []
  credited = 0
  asked: number[] = []
  readonly atBank = new Set<string>()
  readonly deposit: number
  overdueAt: number
  linkEnd: number
  readonly #rules: RandomLife['rules']

  constructor({ deposit, rules }: RandomLife, overdueAt: number, linkEnd: number) {
    this.deposit = (AMOUNT * deposit) / 100
    this.#rules = rules
    this.overdueAt = overdueAt
    this.linkEnd = linkEnd
  }

  get received(): number {
    return total(this.came.filter(({ undone }) => !undone))
  }
  get wentBack(): number {
    return total(this.refunds.filter(({ status }) => status === 'executed'))
  }
  get has(): number {
    return this.received - this.wentBack
  }
  get price(): number {
    if (this.voided) return 0
    const given = this.refunds.filter(({ status }) => status === 'executed')
    return this.left - given.reduce((sum, { givenUp }) => sum + givenUp, 0)
  }
  get left(): number {
    return AMOUNT - this.credited
  }
  get due(): number {
    return this.paid || this.voided ? 0 : Math.max(0, this.price - this.has)
  }
  get overpayment(): number {
    return Math.max(0, this.has - this.price)
  }
  get askedNow(): number {
    if (this.status === 'overdue') return this.due
    const missing = this.deposit - (this.left - this.due)
    return missing > 0 && missing < this.due ? missing : this.due
  }
  get status(): string {
    if (this.paid) return 'paid'
    if (this.voided) return 'void'
    if (this.overdue) return 'overdue'
    return this.viewed ? 'viewed' : 'sent'
  }
  get live(): Attempt | undefined {
    return this.attempts.find(({ status }) => status === 'authorizing' || status === 'processing')
  }
  get link(): string {
    if (this.paid) return 'used'
    if (this.voided) return 'revoked'
    if (this.live) return 'locked'
    return this.linkDead ? 'expired' : 'active'
  }
  get closed(): string | undefined {
    if (this.paid) return 'already_paid'
    if (this.voided) return 'voided'
    return this.voidAsked ? 'void_requested' : undefined
  }

  settle(now: number): void {
    this.#thank()
    const live = this.live
    const unwanted = this.paid || this.voided || this.voidAsked || (live?.asked ?? 0) > this.due
    if (live?.status === 'authorizing' && unwanted) this.#fail(live)
    const waits = !this.paid && !this.voided && !this.voidAsked && !this.held
    if (waits && now >= this.overdueAt) this.overdue = true
    if (!this.paid && !this.voided && !this.live && now >= this.linkEnd) this.linkDead = true
  }

  pay(id: string, bank: string, linkId: string, now: number): string {
    if (this.closed) return this.closed
    if (linkId !== this.linkId) return 'link_revoked'
    if (this.linkDead || now >= this.linkEnd) return 'link_expired'
    const live = this.live
    if (live?.status === 'processing') return 'payment_in_progress'
    if (live && live.bank === bank && now - live.at < 10 * 60_000 && live.asked === this.askedNow)
      return 'nothing'
    this.viewed = true
    if (live) live.status = 'failed'
    this.attempts.push({ id, bank, status: 'authorizing', asked: this.askedNow, at: now })
    return 'ok'
  }

  report(
    attempt: Attempt,
    status: Attempt['status'],
    amount: number,
    currency: string,
    confirmedByRail: boolean,
  ): void {
    const settled = this.came.find(({ id }) => id === attempt.id)
    if (status === 'failed' && settled && !settled.undone && confirmedByRail) settled.reversed = true
    if (status === 'failed' && isLive(attempt)) this.#fail(attempt)
    if (status === 'failed' && confirmedByRail) attempt.undecided = false
    if (status === 'processing' && attempt.status === 'authorizing') attempt.status = 'processing'
    if (status !== 'settled') return
    if (attempt.status === 'settled') {
      if (settled?.reversed && confirmedByRail) this.#comeAfterAll(settled)
      return
    }
    if (attempt.status === 'failed' && !confirmedByRail) return
    attempt.status = 'settled'
    if (currency !== 'GBP') {
      attempt.undecided = true
      if (this.voidAsked) this.#void()
      return
    }
    this.#openLate(amount)
    this.#receive({ id: attempt.id, amount, by: 'bank', undone: false, deservesReceipt: false })
  }

  #comeAfterAll(money: Money): void {
    money.reversed = false
    if (!money.undone) return
    this.#openLate(money.amount)
    this.#count(money, () => (money.undone = false))
  }

  #openLate(amount: number): void {
    const keep = this.#rules.late_payment_policy === 'keep'
    if (this.voidAsked && keep) this.voidAsked = false
    else if (this.voidAsked) this.#void()
    else if (this.voided && keep && this.left > 0) {
      this.voided = false
      if (this.has + amount < this.price) this.voided = true
    }
  }

  void(): string {
    if (this.closed) return this.closed === 'voided' ? 'already_void' : this.closed
    if (this.has > 0) return 'partly_paid'
    if (this.live) this.voidAsked = true
    else this.#void()
    return 'ok'
  }

  recordPayment(id: string, amount: number, receipt: boolean): string {
    if (this.closed && this.closed !== 'void_requested') return this.closed
    this.voidAsked = false
    for (const attempt of this.attempts) attempt.undecided = false
    this.#receive({ id, amount, by: 'manual', undone: false, deservesReceipt: receipt })
    return 'ok'
  }

  undoPayment(id: string): string {
    const money = this.came.find((one) => one.id === id && (one.by === 'manual' || one.reversed))
    if (!money) return 'unknown_payment'
    if (money.undone) return 'already_undone'
    if (money.by === 'manual' && this.has < money.amount) return 'already_refunded'
    money.undone = true
    if (this.has < this.price) this.paid = false
    return 'ok'
  }

  refund(wanted: number | 'overpayment'): string {
    const amount = wanted === 'overpayment' ? this.overpayment : wanted
    if (amount <= 0) return 'nothing_to_refund'
    if (amount > this.has) return 'refund_exceeds_payment'
    if (amount > total(this.attempts.map(({ id }) => ({ amount: this.#left(id) }))))
      return this.came.some(({ by, undone }) => by === 'manual' && !undone)
        ? 'refund_exceeds_bank_payments'
        : 'refund_exceeds_payment'
    let rest = amount
    const parts = this.attempts.toReversed().map(({ id }) => {
      const part = Math.min(rest, this.#left(id))
      rest -= part
      return { id, part }
    })
    for (const { id, part } of parts) if (part > 0) this.#send(id, part)
    return 'ok'
  }

  recordRefund(wanted: number | 'overpayment'): string {
    const amount = wanted === 'overpayment' ? this.overpayment : wanted
    if (amount <= 0) return 'nothing_to_refund'
    if (amount > this.has) return 'refund_exceeds_payment'
    this.#giveBack('by hand', amount, 'executed')
    return 'ok'
  }

  credit(amount: number): string {
    if (this.voided) return 'voided'
    if (this.voidAsked) return 'void_requested'
    if (amount > this.left) return 'credit_exceeds_invoice'
    if (!this.paid && this.live && this.live.asked > this.due - amount) return 'payment_in_progress'
    const before = this.overpayment
    let cover = amount
    for (const refund of this.refunds.filter(({ status }) => status === 'executed')) {
      const taken = Math.min(cover, refund.givenUp)
      refund.givenUp -= taken
      cover -= taken
    }
    this.credited += amount
    if (!this.paid && this.left === 0) this.#void()
    else this.#complete()
    let rest = this.overpayment - before
    if (this.#rules.overpayment_policy !== 'refund') return 'ok'
    const parts = this.attempts.toReversed().map(({ id }) => {
      const part = Math.max(0, Math.min(rest, this.#left(id)))
      rest -= part
      return { id, part }
    })
    for (const { id, part } of parts) if (part > 0) this.#send(id, part)
    return 'ok'
  }

  refundCameBack(index: number): void {
    const refund = this.refunds[index]
    if (refund?.status === 'executed') {
      refund.status = 'failed'
      let left = refund.amount - refund.givenUp - refund.askedAgain
      for (const later of this.refunds.slice(index + 1).filter(({ status }) => status === 'executed')) {
        const taken = Math.min(left, later.givenUp)
        later.givenUp -= taken
        left -= taken
      }
    }
    this.#complete()
  }

  refundWentAfterAll(index: number): void {
    const refund = this.refunds[index]
    if (refund?.status !== 'failed') return
    Object.assign(refund, { ...this.#sources(refund.amount), status: 'executed' })
  }

  remind(channel: 'email' | 'sms', now: number): string {
    if (this.closed) return this.closed
    if (this.held) return 'on_hold'
    if (this.link === 'expired') return 'link_expired'
    if (this.live?.status === 'processing') return 'payment_in_progress'
    if (this.attempts.some(({ undecided }) => undecided)) return 'payment_currency_mismatched'
    if (channel === 'email' && this.emailDead) return 'undeliverable'
    if (this.asked.filter((at) => now - at < DAY).length >= 2) return 'too_many_reminders'
    this.asked.push(now)
    return 'ok'
  }

  hold(): string {
    if (this.closed) return this.closed
    if (this.held) return 'on_hold'
    this.held = true
    return 'ok'
  }

  resume(overdueAt: number, linkEnd: number, now: number): string {
    if (this.closed) return this.closed
    if (!this.held) return 'not_on_hold'
    this.held = false
    this.#move(overdueAt, linkEnd, now)
    return 'ok'
  }

  amend(overdueAt: number, linkEnd: number, now: number, issuedAt: number): string {
    if (this.closed) return this.closed
    if (overdueAt <= issuedAt) return 'due_before_issue'
    this.#move(overdueAt, linkEnd, now)
    return 'ok'
  }

  newLink(id: string, end: number, deliver: boolean, now: number): string {
    if (this.closed) return this.closed
    if (end <= now) return 'expires_in_the_past'
    if (deliver && this.emailDead) return 'undeliverable'
    Object.assign(this, { linkId: id, linkEnd: end, linkDead: false })
    return 'ok'
  }

  #move(overdueAt: number, linkEnd: number, now: number): void {
    Object.assign(this, { overdueAt, linkEnd })
    if (overdueAt > now) this.overdue = false
    if (linkEnd > now) this.linkDead = false
  }

  #fail(attempt: Attempt): void {
    attempt.status = 'failed'
    if (this.voidAsked && !this.live) this.#void()
  }

  #void(): void {
    this.voidAsked = false
    this.voided = true
  }

  #receive(money: Money): void {
    this.#count(money, () => this.came.push(money))
  }

  #count(money: Money, put: () => void): void {
    const before = this.overpayment
    put()
    this.#complete()
    const more = Math.min(this.overpayment - before, this.#left(money.id))
    const rule = this.voided ? this.#rules.late_payment_policy : this.#rules.overpayment_policy
    if (more > 0 && money.by === 'bank' && rule === 'refund') this.#send(money.id, more)
  }

  #thank(): void {
    const asked = this.refunds.filter(({ status }) => status === 'executed')
    let rest = asked.reduce((sum, { askedAgain }) => sum + askedAgain, this.voided ? 0 : this.left)
    for (const money of this.came.filter(({ undone }) => !undone)) {
      if (rest > 0 && money.by === 'bank') money.deservesReceipt = true
      rest -= money.amount
    }
  }

  #complete(): void {
    if (this.paid || this.voided || this.due > 0) return
    this.paid = true
    this.timesPaid += 1
  }

  #left(id: string): number {
    const money = this.came.find((one) => one.id === id && !one.reversed && !one.undone)
    const back = this.refunds.filter(({ payment, status }) => payment === id && status === 'executed')
    return money ? money.amount - total(back) : 0
  }

  #send(payment: string, amount: number): void {
    this.#giveBack(payment, amount, this.atBank.has(payment) ? 'executed' : 'failed')
  }

  #giveBack(payment: string, amount: number, status: Refund['status']): void {
    this.refunds.push({ payment, amount, ...this.#sources(amount), status })
  }

  #sources(amount: number) {
    const rest = Math.max(0, amount - this.overpayment)
    return this.paid ? { givenUp: rest, askedAgain: 0 } : { givenUp: 0, askedAgain: rest }
  }
}

function isLive({ status }: Attempt): boolean {
  return status === 'authorizing' || status === 'processing'
}

function total(list: readonly { amount: number }[]): number {
  return list.reduce((sum, { amount }) => sum + amount, 0)
}
