export interface HistoryEventJson {
  eventType: string
  activityTaskStartedEventAttributes?: { attempt?: number }
  markerRecordedEventAttributes?: { workflowTaskCompletedEventId?: string }
}

const ONE_EACH = new Set([
  'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  'EVENT_TYPE_TIMER_STARTED',
  'EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
])

/**
 * Counts all local activities of one workflow task as one action.
 *
 * @see https://docs.temporal.io/cloud/pricing#action
 */
export function countBillableActions(events: HistoryEventJson[]): number {
  let actions = 0
  const tasksWithLocalActivities = new Set<string>()
  for (const {
    eventType,
    activityTaskStartedEventAttributes: started,
    markerRecordedEventAttributes: marker,
  } of events) {
    if (ONE_EACH.has(eventType)) actions += 1
    if (eventType === 'EVENT_TYPE_ACTIVITY_TASK_STARTED') actions += started?.attempt ?? 1
    if (marker) tasksWithLocalActivities.add(String(marker.workflowTaskCompletedEventId))
  }
  return actions + tasksWithLocalActivities.size
}
