/**
 * Codes of UN/ECE Recommendation 20, with the unit of CLDR or a sign that every language has.
 *
 * @see https://unece.org/trade/uncefact/cl-recommendations
 */
export const UNITS = {
  C62: {},
  H87: { text: 'unit.piece' },
  SET: { text: 'unit.set' },
  NPR: { text: 'unit.pair' },
  XPK: { text: 'unit.package' },
  LS: { text: 'unit.lump_sum' },
  D68: { text: 'unit.word' },
  MIN: { cldr: 'minute' },
  HUR: { cldr: 'hour' },
  DAY: { cldr: 'day' },
  WEE: { cldr: 'week' },
  MON: { cldr: 'month' },
  ANN: { cldr: 'year' },
  GRM: { cldr: 'gram' },
  KGM: { cldr: 'kilogram' },
  TNE: { sign: 't' },
  CMT: { cldr: 'centimeter' },
  MTR: { cldr: 'meter' },
  KMT: { cldr: 'kilometer' },
  MTK: { sign: 'm²' },
  MTQ: { sign: 'm³' },
  LTR: { cldr: 'liter' },
  KWH: { sign: 'kWh' },
} as const satisfies Record<string, { text: string } | { cldr: string } | { sign: string } | object>

export type UnitCode = keyof typeof UNITS

export const UNIT_CODES = Object.keys(UNITS) as [UnitCode, ...UnitCode[]]
