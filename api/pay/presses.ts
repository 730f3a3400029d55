export interface Presses<T> {
  /** Returns the bank's id. Presses in other processes are not included. */
  bankOf(invoiceId: string): string | undefined
  /**
   * Starts a payment, or joins the press in progress at the same bank.
   *
   * @returns undefined while a press at another bank is in progress
   */
  press(invoiceId: string, bankId: string, start: () => Promise<T>): Promise<T> | undefined
}

/**
 * Runs one press of Pay for each invoice at a time. A queued press would cancel the payment that the earlier
 * press started.
 */
export function createPresses<T>(): Presses<T> {
  const running = new Map<string, { bankId: string; result: Promise<T> }>()
  return {
    bankOf: (invoiceId) => running.get(invoiceId)?.bankId,
    press(invoiceId, bankId, start) {
      const other = running.get(invoiceId)
      if (other) return other.bankId === bankId ? other.result : undefined
      const result = start().finally(() => running.delete(invoiceId))
      running.set(invoiceId, { bankId, result })
      return result
    },
  }
}
