/** Every row belongs to a merchant and a mode. Test rows and live rows never mix. */
export type Mode = 'test' | 'live'
