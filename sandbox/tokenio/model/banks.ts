import { logoSvg } from '../../bank/model/banks.ts'

export interface TokenIoBank {
  id: string
  name: string
  country: string
  colour: string
  mark: string
  instruments: readonly string[]
  closed?: 'DOWNTIME_EXPECTED' | 'OUTAGE'
}

const DOMESTIC = ['EU_DOMESTIC_NON_EURO', 'EU_DOMESTIC_NON_EURO_INSTANT', 'SEPA'] as const
const SEPA = ['SEPA', 'SEPA_INSTANT'] as const
const FASTER = ['FASTER_PAYMENTS'] as const

const MILL = 'M30 30L16 12l18 14L52 16 36 30l14 18-18-14-18 10z'
const RING = 'M32 12a20 20 0 1 0 .01 0zM32 22a10 10 0 1 1-.01 0z'
const HOUSE = 'M12 52V28l20-16 20 16v24H38V38H26v14z'
const STAR = 'M32 12l5 15h15L40 36l5 16-13-10-13 10 5-16-12-9h15z'
const BARS = 'M14 14h36v9H14zM14 28h24v8H14zM14 41h36v9H14z'

const CLOSED_OUTAGE = { closed: 'OUTAGE' } as const
const CLOSED_DOWNTIME = { closed: 'DOWNTIME_EXPECTED' } as const

export const BANKS: readonly TokenIoBank[] = [
  bank('DK', 'klitbanken', 'Klitbanken', '#7a1f2b', MILL, DOMESTIC),
  bank('DK', 'aabankhus', 'Å Bankhus', '#12466b', RING, ['EU_DOMESTIC_NON_EURO', 'SEPA']),
  bank('DK', 'fjordkassen', 'Fjordkassen', '#0f5132', BARS, DOMESTIC, CLOSED_DOWNTIME),
  bank('DK', 'lyngsparekasse', 'Lyng Sparekasse', '#6d2e68', HOUSE, DOMESTIC, CLOSED_OUTAGE),
  bank('SE', 'granbanken', 'Granbanken', '#1b4f72', STAR, DOMESTIC),
  bank('SE', 'skargard', 'Skärgårdsbanken', '#155e75', RING, ['EU_DOMESTIC_NON_EURO']),
  bank('NO', 'fjellbank', 'Fjellbank', '#334155', MILL, DOMESTIC),
  bank('PL', 'lipa', 'Bank Lipa', '#166534', STAR, ['ELIXIR', 'SEPA']),
  bank('DE', 'lindenkasse', 'Lindenkasse', '#5a3e1b', HOUSE, SEPA),
  bank('DE', 'hafenbank', 'Hafenbank', '#0b3954', BARS, ['SEPA']),
  bank('FR', 'mistral', 'Banque Mistral', '#1d4ed8', MILL, SEPA),
  bank('GB', 'heron', 'Heron Bank', '#9d174d', STAR, FASTER),
  bank('GB', 'millrace', 'Millrace', '#7c2d12', RING, FASTER),
]

export function findBank(id: string | undefined): TokenIoBank | undefined {
  return BANKS.find((candidate) => candidate.id === id)
}

export function describeBank(
  { id, name, country, instruments, closed }: TokenIoBank,
  publicUrl: string,
): object {
  const window = (type: string) => ({
    startTime: new Date(Date.now() - 3_600_000).toISOString(),
    endTime: new Date(Date.now() + 3_600_000).toISOString(),
    type,
    productType: 'SIP',
  })
  return {
    id,
    name,
    logoUri: `${publicUrl}/logos/${id}.svg`,
    countries: [country],
    openBankingStandard: country === 'GB' ? 'UK_Open_Banking_Standard' : 'NextGenPsd2',
    supportedLocalInstruments: instruments,
    scaMethods: ['REDIRECT'],
    supportsSinglePayment: true,
    maintenanceWindow: closed ? [window(closed)] : [],
  }
}

export function drawLogo(drawn: TokenIoBank): string {
  return logoSvg(drawn)
}

function bank(
  country: string,
  id: string,
  name: string,
  colour: string,
  mark: string,
  instruments: readonly string[],
  closed: Pick<TokenIoBank, 'closed'> = {},
): TokenIoBank {
  return { id: `sandbox-${id}`, name, country, colour, mark, instruments, ...closed }
}
