/** Test and live invoices never meet: every row belongs to a merchant and a mode. */
export type Mode = 'test' | 'live'
