import {
  type MessageTemplate,
  TEMPLATE_KINDS,
  type TemplateKind,
} from '../../../../domain/invoice/messages/own-words.ts'
import { count } from '../../format.ts'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { KINDS } from './kinds.ts'

export interface MessagesProps {
  viewer: Viewer
  templates: ReadonlyMap<TemplateKind, MessageTemplate>
}

export function MessagesPage({ viewer, templates }: MessagesProps) {
  const path = `${viewer.base}/settings/messages`
  return (
    <SettingsPage viewer={viewer} title="Texts of messages" here="/settings/messages">
      <p class="reading">
        Every message has words of Duewell, in the customer’s language. Your own words replace them, in test
        and in live mode. Amounts, dates, the button and the payment link are always added.
      </p>
      <ul class="tiles">
        {TEMPLATE_KINDS.map((kind) => (
          <li class="card">
            <h2>
              <a href={`${path}/${kind}`}>{KINDS[kind].name}</a>
            </h2>
            <p class="muted">{KINDS[kind].occasion}</p>
            <p>{stateOf(templates.get(kind))}</p>
          </li>
        ))}
      </ul>
    </SettingsPage>
  )
}

function stateOf(template: MessageTemplate | undefined): string {
  const languages = Object.keys(template?.translations ?? {}).length
  const hasWords = template && (template.subject ?? template.text ?? template.smsText) !== null
  if (!hasWords && languages === 0) return 'The words of Duewell'
  const own = hasWords ? ['Your own words'] : []
  return [...own, ...(languages > 0 ? [`own words in ${count(languages, 'language')}`] : [])].join(', ')
}
