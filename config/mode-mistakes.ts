import type { Variable } from './variables.ts'
import { VARIABLES } from './variables.ts'
import { isOnThisMachine, isSameAddress } from './mode-addresses.ts'

type Given = Partial<Record<string, string>>
type Pair = readonly [live: Variable, test: Variable]

const { live, test } = VARIABLES

const ADDRESSES: readonly Pair[] = [
  [live.truelayer.variables.apiUrl, test.truelayer.variables.apiUrl],
  [live.truelayer.variables.authUrl, test.truelayer.variables.authUrl],
  [live.tokenio.variables.apiUrl, test.tokenio.variables.apiUrl],
]

const SECRETS: readonly Pair[] = [
  [live.truelayer.variables.clientId, test.truelayer.variables.clientId],
  [live.truelayer.variables.clientSecret, test.truelayer.variables.clientSecret],
  [live.truelayer.variables.signingKey, test.truelayer.variables.signingKey],
  [live.tokenio.variables.memberId, test.tokenio.variables.memberId],
  [live.tokenio.variables.signingKey, test.tokenio.variables.signingKey],
  [live.twilio.variables.accountSid, test.twilio.variables.accountSid],
  [live.twilio.variables.authToken, test.twilio.variables.authToken],
  [live.postmark.serverToken, test.postmark.serverToken],
  [live.postmark.webhookPassword, test.postmark.webhookPassword],
]

const LISTS: readonly Pair[] = [
  [live.truelayer.variables.webhookJku, test.truelayer.variables.webhookJku],
  [live.truelayer.variables.merchantAccounts, test.truelayer.variables.merchantAccounts],
  [live.truelayer.variables.merchantAccounts, VARIABLES.previewAccounts],
  [live.tokenio.variables.webhookKeys, test.tokenio.variables.webhookKeys],
  [live.tokenio.variables.settlementAccounts, test.tokenio.variables.settlementAccounts],
]

const MESSAGE_SERVERS: readonly { address: Variable; isSet?: Variable }[] = [
  { address: test.postmark.apiUrl },
  { address: test.twilio.variables.apiUrl, isSet: test.twilio.variables.accountSid },
]

export function modeMistakes(given: Given): string[] {
  const valueOf = ({ name, default: fallback }: Variable) => given[name] ?? fallback ?? ''
  const isPublic = !isOnThisMachine(given[VARIABLES.publicUrl.name] ?? '')

  const shared = ADDRESSES.flatMap(([ofLive, ofTest]) => {
    const [address, other] = [valueOf(ofLive), valueOf(ofTest)]
    const isFit = !isSameAddress(address, other) || isOnThisMachine(other)
    return isFit ? [] : [`${ofTest.name} must be a sandbox, and not ${ofLive.name} (${ofTest.meaning})`]
  })
  const local = ADDRESSES.flatMap(([ofLive]) =>
    isPublic && isOnThisMachine(valueOf(ofLive))
      ? [`${ofLive.name} must not be on this machine, unless PUBLIC_URL is (${ofLive.meaning})`]
      : [],
  )
  const equal = SECRETS.flatMap((pair) => {
    const [ofLive, ofTest] = pair.map((one) => valueOf(one).replaceAll('\\n', '\n').trim())
    return ofLive && ofLive === ofTest ? [notOfBoth(pair)] : []
  })
  const overlapping = LISTS.flatMap((pair) => {
    const [ofLive, ofTest] = pair.map((one) => entriesOf(valueOf(one)))
    return ofLive && ofTest?.some((entry) => ofLive.includes(entry)) ? [notOfBoth(pair)] : []
  })
  const outside = MESSAGE_SERVERS.filter(
    ({ address, isSet }) => (!isSet || given[isSet.name]) && !isOnThisMachine(valueOf(address)),
  )
  const toStrangers =
    valueOf(VARIABLES.testMailTo) === 'everybody'
      ? outside.map(
          ({ address }) =>
            `${VARIABLES.testMailTo.name} must not be everybody, unless ${address.name} is on this machine (${VARIABLES.testMailTo.meaning})`,
        )
      : []
  return [...toStrangers, ...shared, ...local, ...equal, ...overlapping]
}

function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim().replace(/^[A-Z]{3}=/, ''))
    .filter((entry) => entry !== '')
}

function notOfBoth([ofLive, ofTest]: Pair): string {
  return `${ofTest.name} must have nothing in common with ${ofLive.name} (${ofTest.meaning})`
}
