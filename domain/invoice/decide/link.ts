import type { InvoiceCommand, RegenerateLinkCommand } from '../commands.ts'
import { type Decision, byMerchant, refusalUnlessOpen } from './decision.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

/**
 * A new link, by which the old one is revoked. A payment that was begun with the old one stays what it is: it is of
 * the invoice, not of the link, and locks the new one until it is decided.
 */
export function decideRegenerateLink(state: InvoiceState, command: RegenerateLinkCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  const { commandId, linkId, expiresAt, channels, at } = command
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
        cause: byMerchant(commandId),
        linkId,
        revoked: state.link?.id ?? '',
        expiresAt,
        channels: channels.filter((channel) => !state.blocked[channel]),
      },
    ],
  }
}

/** Told to the merchant once for each link, however often the customer presses, and only while one could pay. */
export function decideLinkRequest(
  state: InvoiceState,
  { linkId, at }: Extract<InvoiceCommand, { type: 'request_link' }>,
): InvoiceEvent[] {
  if (refusalUnlessOpen(state) || state.linkRequests.includes(linkId)) return []
  return [{ type: 'link_requested', key: `link_requested:${linkId}`, at, cause: { by: 'payer' }, linkId }]
}
