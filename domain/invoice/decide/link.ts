import { byCustomer, byRequest } from '../../shared/cause.ts'
import type { InvoiceCommand, RegenerateLinkCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'

export function decideRegenerateLink(state: InvoiceState, command: RegenerateLinkCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  const { linkId, expiresAt, channels, at } = command
  if (expiresAt <= at) return { refused: 'expires_in_the_past' }
  if (channels.length > 0 && channels.every((channel) => state.blocked[channel])) {
    return { refused: 'undeliverable' }
  }
  return {
    events: [
      {
        type: 'link_regenerated',
        key: `link:${linkId}`,
        at,
        cause: byRequest(command),
        linkId,
        revoked: state.link?.id ?? '',
        expiresAt,
        channels: channels.filter((channel) => !state.blocked[channel]),
      },
    ],
  }
}

export function decideLinkRequest(
  state: InvoiceState,
  { linkId, at }: Extract<InvoiceCommand, { type: 'request_link' }>,
): InvoiceEvent[] {
  if (refusalUnlessOpen(state) || state.linkRequests.includes(linkId)) return []
  return [{ type: 'link_requested', key: `link_requested:${linkId}`, at, cause: byCustomer, linkId }]
}
