export interface WebhookRecordActivities {
  makeDeliveryDue(input: { deliveryId: string }): Promise<{ waitMs?: number }>
}

export interface WebhookNoticeActivities {
  sendEndpointNotice(input: { endpointId: string }): Promise<void>
}

export type WebhookActivities = WebhookRecordActivities & WebhookNoticeActivities
