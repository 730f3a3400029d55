export interface Presses<T> {
  bankOf(invoiceId: string): string | undefined
  press(invoiceId: string, bankId: string, start: () => Promise<T>): Promise<T> | undefined
}

/** A press must not start a second payment while another press of the invoice runs. */
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
