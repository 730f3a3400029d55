/**
 * The codes are those of UN/ECE Recommendation 20. CLDR or the catalogues have their words.
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

/** Files name the units by these words. */
export const UNIT_WORDS: ReadonlyMap<string, UnitCode> = new Map(
  (
    [
      ['C62', 'one, unit, units, each, ea'],
      ['H87', 'piece, pieces, pc, pcs, stk, stk., stück, st, kpl, pièce, pièces, pezzo, pezzi, stuk, stuks'],
      ['SET', 'set, sets, sæt, sett'],
      ['NPR', 'pair, pairs, par, paar, paire, paires'],
      ['XPK', 'package, packages, pack, packs, pakke, paket, pakete, paquet'],
      ['LS', 'lump sum, flat, fixed, pauschale, pauschal, forfait, fast beløb'],
      ['D68', 'word, words, wort, wörter, ord, mot, mots'],
      ['MIN', 'minute, minutes, min, minutter, minuten'],
      [
        'HUR',
        'hour, hours, h, hr, hrs, time, timer, timme, timmar, stunde, stunden, std, heure, heures, uur, ore, ora, hora, horas, tunti, tuntia',
      ],
      [
        'DAY',
        'day, days, d, dag, dage, dagar, dager, tag, tage, jour, jours, día, días, giorno, giorni, päivä, päivää',
      ],
      ['WEE', 'week, weeks, uge, uger, vecka, veckor, uke, uker, woche, wochen, semaine, semaines'],
      [
        'MON',
        'month, months, mo, måned, måneder, månad, monat, monate, mois, mes, meses, mese, mesi, maand, maanden, kuukausi',
      ],
      ['ANN', 'year, years, år, jahr, jahre, an, ans, año, años, anno, anni, jaar, vuosi'],
      ['GRM', 'g, gram, grams, gramm'],
      ['KGM', 'kg, kilo, kilos, kilogram, kilograms, kilogramm'],
      ['TNE', 't, ton, tons, tonne, tonnes'],
      ['CMT', 'cm, centimetre, centimeter'],
      ['MTR', 'm, metre, metres, meter, meters'],
      ['KMT', 'km, kilometre, kilometres, kilometer, kilometers'],
      ['MTK', 'm2, m², sqm'],
      ['MTQ', 'm3, m³, cbm'],
      ['LTR', 'l, litre, litres, liter, liters'],
      ['KWH', 'kwh'],
    ] as const
  ).flatMap(([code, words]) => words.split(', ').map((word): [string, UnitCode] => [word, code])),
)
