import type { SettingChange } from '../../../../db/settings/list-changes.ts'
import { SETTINGS } from '../../../../domain/merchant/setting-change.ts'
import { Choice } from '../../../pages/fields.tsx'
import type { actorNames } from '../../actor-names.ts'
import { dateTime } from '../../format.ts'
import { FilterForm, PagesNav } from '../../list-parts.tsx'
import type { Viewer } from '../../viewer.ts'
import { SettingsPage } from '../layout.tsx'
import { changedFields, SETTING_NAMES } from './change-words.ts'

export interface ChangesProps {
  viewer: Viewer
  changes: readonly SettingChange[]
  nameOf: Awaited<ReturnType<typeof actorNames>>
  setting: string
  isFirst: boolean
  nextCursor: string | null
}

export function ChangesPage({ viewer, changes, nameOf, setting, isFirst, nextCursor }: ChangesProps) {
  const path = `${viewer.base}/settings/changes`
  return (
    <SettingsPage viewer={viewer} title="Who changed what" here="/settings/changes">
      <FilterForm path={path} isFiltered={setting !== ''}>
        <Choice
          name="setting"
          label="Setting"
          chosen={setting}
          options={[['', 'All'], ...SETTINGS.map((one) => [one, SETTING_NAMES[one]] as const)]}
        />
      </FilterForm>
      {changes.length === 0 ? (
        <section class="empty">
          <h2>No change yet</h2>
          <p>
            Every change of a setting is listed here, with who made it, from what and to what. None is ever
            removed.
          </p>
        </section>
      ) : (
        <ol class="stack">
          {changes.map((change) => (
            <Change viewer={viewer} change={change} nameOf={nameOf} />
          ))}
        </ol>
      )}
      <PagesNav path={path} filter={{ setting }} isFirst={isFirst} nextCursor={nextCursor} />
    </SettingsPage>
  )
}

const OTHERS: Record<SettingChange['actor']['type'], string> = {
  person: 'a person',
  api_key: 'an API key',
  customer: 'a customer',
  rail: 'the payment provider',
  provider: 'the e-mail provider',
  system: 'Duewell',
}

interface ChangeProps extends Pick<ChangesProps, 'viewer' | 'nameOf'> {
  change: SettingChange
}

function Change({ viewer, change, nameOf }: ChangeProps) {
  const { setting, subject, before, after, at, mode, actor } = change
  const verb = before === null ? 'added' : after === null ? 'removed' : 'changed'
  const isId = subject !== null && /^[a-z]{3}_/.test(subject)
  const by = nameOf(actor) ?? OTHERS[actor.type]
  const readable = (text: string) => (isPerson(text) ? (nameOf({ type: 'person', id: text }) ?? text) : text)
  const fields = changedFields(change)
  return (
    <li class="card">
      <h2>{[SETTING_NAMES[setting], ...(subject === null || isId ? [] : [subject]), verb].join(' ')}</h2>
      <p class="muted">
        {`${dateTime(at, viewer.timeZone)}, by ${by}${mode === null ? '' : `, in ${mode} mode`}`}
        {isId ? (
          <>
            {', '}
            <code>{subject}</code>
          </>
        ) : null}
      </p>
      {fields.length > 0 ? (
        <dl class="facts">
          {fields.map(({ label, from, to }) => (
            <>
              <dt>{label}</dt>
              <dd class="pre">
                {before === null
                  ? readable(to)
                  : after === null
                    ? readable(from)
                    : `${readable(from)} → ${readable(to)}`}
              </dd>
            </>
          ))}
        </dl>
      ) : null}
    </li>
  )
}

function isPerson(text: string): boolean {
  return /^per_[0-9a-z]+$/.test(text)
}
