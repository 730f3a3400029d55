import * as at from 'stdnum/lib/cjs/at/uid.js'
import * as be from 'stdnum/lib/cjs/be/vat.js'
import * as ch from 'stdnum/lib/cjs/ch/uid.js'
import * as cy from 'stdnum/lib/cjs/cy/vat.js'
import * as cz from 'stdnum/lib/cjs/cz/dic.js'
import * as de from 'stdnum/lib/cjs/de/vat.js'
import * as dk from 'stdnum/lib/cjs/dk/cvr.js'
import * as ee from 'stdnum/lib/cjs/ee/kmkr.js'
import * as es from 'stdnum/lib/cjs/es/nif.js'
import * as fi from 'stdnum/lib/cjs/fi/alv.js'
import * as fr from 'stdnum/lib/cjs/fr/tva.js'
import * as gb from 'stdnum/lib/cjs/gb/vat.js'
import * as gr from 'stdnum/lib/cjs/gr/vat.js'
import * as hr from 'stdnum/lib/cjs/hr/oib.js'
import * as hu from 'stdnum/lib/cjs/hu/anum.js'
import * as ie from 'stdnum/lib/cjs/ie/vat.js'
import * as is from 'stdnum/lib/cjs/is/vsk.js'
import * as it from 'stdnum/lib/cjs/it/iva.js'
import * as lt from 'stdnum/lib/cjs/lt/pvm.js'
import * as lu from 'stdnum/lib/cjs/lu/tva.js'
import * as lv from 'stdnum/lib/cjs/lv/pvn.js'
import * as mt from 'stdnum/lib/cjs/mt/vat.js'
import * as nl from 'stdnum/lib/cjs/nl/btw.js'
import * as no from 'stdnum/lib/cjs/no/orgnr.js'
import * as pl from 'stdnum/lib/cjs/pl/nip.js'
import * as pt from 'stdnum/lib/cjs/pt/nif.js'
import * as ro from 'stdnum/lib/cjs/ro/cui.js'
import * as se from 'stdnum/lib/cjs/se/vat.js'
import * as si from 'stdnum/lib/cjs/si/ddv.js'
import * as sk from 'stdnum/lib/cjs/sk/dph.js'
import { bulgarian } from './bulgarian-vat-number.ts'

interface Validator {
  validate(value: string): { isValid: boolean }
}

const EUROPEAN: Readonly<Record<string, Validator>> = {
  AT: at,
  BE: be,
  BG: bulgarian,
  CY: cy,
  CZ: cz,
  DE: de,
  DK: dk,
  EE: ee,
  EL: gr,
  ES: es,
  FI: fi,
  FR: fr,
  HR: hr,
  HU: hu,
  IE: ie,
  IT: it,
  LT: lt,
  LU: lu,
  LV: lv,
  MT: mt,
  NL: nl,
  PL: pl,
  PT: pt,
  RO: ro,
  SE: se,
  SI: si,
  SK: sk,
  GB: gb,
  XI: gb,
  IS: is,
}

/**
 * Returns the number with its country, such as `DE136695976`, or undefined for a wrong one. Greece is `EL`, and
 * Northern Ireland `XI`. The register is not asked.
 *
 * @see https://ec.europa.eu/taxation_customs/vies/
 */
export function readVatNumber(text: string): string | undefined {
  const bare = text
    .toUpperCase()
    .replace(/[\s\p{Cf}.\-/]/gu, '')
    .replace(/^GR/, 'EL')
  const country = bare.slice(0, 2)
  const rest = bare.slice(2)
  if (country === 'NO')
    return isValid(no, rest.replace(/MVA$/, '')) ? `NO${rest.replace(/MVA$/, '')}MVA` : undefined
  if (country === 'CH') return isValid(ch, swissUid(bare)) ? swissUid(bare) : undefined
  const validator = EUROPEAN[country]
  return validator && isValid(validator, rest) ? bare : undefined
}

function swissUid(bare: string): string {
  return bare.replace(/(MWST|TVA|IVA|TPV)$/, '')
}

function isValid(validator: Validator, number: string): boolean {
  return validator.validate(number).isValid
}
