// Inputs and results must contain no personal data.

export interface WebhookRecordActivities {
  /** @returns milliseconds until the next try is due; none if no retry waits */
  makeDeliveryDue(input: { deliveryId: string }): Promise<{ waitMs?: number }>
}

export interface WebhookNoticeActivities {
  sendEndpointNotice(input: { endpointId: string }): Promise<void>
}

export type WebhookActivities = WebhookRecordActivities & WebhookNoticeActivities
