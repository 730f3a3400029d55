import type { Address } from '../invoice/document.ts'

export interface CustomerDetails {
  name: string
  email: string
  phone?: string | undefined
  taxNumber?: string | undefined
  billingAddress?: Address | undefined
  cc?: readonly string[] | undefined
}

export interface KnownCustomer {
  id: string
  name?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  language?: string | null | undefined
  taxNumber?: string | null | undefined
  billingAddress?: Address | null | undefined
  cc: readonly string[]
}

export function takeOver<Given extends CustomerDetails>(given: Given, known: KnownCustomer): Given {
  return {
    ...given,
    phone: given.phone ?? known.phone ?? undefined,
    taxNumber: given.taxNumber ?? known.taxNumber ?? undefined,
    billingAddress: given.billingAddress ?? known.billingAddress ?? undefined,
    cc: given.cc ?? known.cc,
  }
}

export const MAX_CC = 10

export function copyAddresses(cc: readonly string[], email: string): string[] {
  const seen = new Set([email.toLowerCase()])
  return cc.filter((address) => {
    const key = address.toLowerCase()
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
