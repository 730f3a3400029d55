import { PLACEHOLDERS, SMS_KINDS, type TemplateKind } from '../../../../domain/invoice/messages/own-words.ts'
import { listPlaceholders } from '../../../../domain/shared/placeholders.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import { HTMX_PATH } from '../../../pages/assets.ts'
import { Field, Hidden, TextField } from '../../../pages/fields.tsx'
import { count } from '../../format.ts'
import { EnterButton } from '../../layout.tsx'
import type { Viewer } from '../../viewer.ts'
import { Facts, SettingsPage } from '../layout.tsx'
import { KINDS } from './kinds.ts'

export interface MessageProps {
  viewer: Viewer
  kind: TemplateKind
  language: string
  languages: readonly (readonly [tag: string, name: string])[]
  fields: Fields
  /** Undefined if the entered words are refused. */
  preview: { subject: string; text: string; sms: { text: string; segments: number } | null } | undefined
  mistakes: Mistakes | undefined
  notice: string | undefined
  /** The browser takes only the sample from the page. */
  isPart: boolean
}

export function MessagePage(props: MessageProps) {
  const { viewer, kind, language, languages, fields, mistakes, notice } = props
  const path = `${viewer.base}/settings/messages/${kind}`
  return (
    <SettingsPage
      viewer={viewer}
      title={`Texts of messages: ${KINDS[kind].name}`}
      here="/settings/messages"
      isBelow
      mistakes={mistakes}
      notice={notice}
      scripts={[HTMX_PATH]}
    >
      <nav class="periods" aria-label="Language of the customer">
        {languages.map(([tag, name]) => (
          <a
            href={tag ? `${path}?language=${tag}` : path}
            lang={tag || undefined}
            aria-current={tag === language ? 'true' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <div class="columns even">
        {viewer.may('settings', 'write') ? (
          <WordsForm {...props} path={path} />
        ) : (
          <Facts
            rows={[
              ['Subject', fields['subject'] ?? null],
              ['Text', fields['text'] ?? null],
              ['Text message', fields['sms_text'] ?? null],
            ]}
          />
        )}
        <Preview {...props} />
      </div>
    </SettingsPage>
  )
}

function WordsForm({ viewer, kind, language, fields, mistakes, path }: MessageProps & { path: string }) {
  const field = (name: string) => ({ name, value: fields[name], mistakes })
  return (
    <form method="post" action={path} class="card">
      <h2>Your own words</h2>
      <Hidden name="merchant" value={viewer.merchantId} />
      <Hidden name="language" value={language} />
      <Hidden name="shown" value={fields['shown']} />
      <EnterButton does="preview" />
      <p class="muted">
        {`These are filled in: ${listPlaceholders(PLACEHOLDERS)}. An empty field keeps ${
          language === '' ? 'the words of Duewell' : 'the words for all languages, else those of Duewell'
        }.`}
      </p>
      <div
        class="stack"
        hx-post={path}
        hx-include="closest form"
        hx-vals='{"do":"preview"}'
        hx-trigger="input delay:400ms"
        hx-target="#preview"
        hx-select="#preview"
        hx-swap="outerHTML"
        hx-sync="this:replace"
      >
        <Field {...field('subject')} label="Subject" required={false} />
        <TextField
          {...field('text')}
          label="Text of the e-mail"
          optional
          rows={9}
          hint="A text that greets replaces the usual greeting too."
        />
        {SMS_KINDS.has(kind) ? (
          <TextField
            {...field('sms_text')}
            label="Text message"
            optional
            hint="The payment link is added where the text has none."
          />
        ) : null}
      </div>
      <div class="actions">
        <button class="primary" name="do" value="save">
          Save the words
        </button>
        <button class="secondary unscripted" name="do" value="preview">
          Show the preview
        </button>
        <button class="secondary" name="do" value="test">
          Send a test to me
        </button>
        <button class="secondary" formaction={`${path}/email.html`} formtarget="_blank">
          Show the e-mail in a new tab
        </button>
      </div>
      <p class="muted">
        {`Saved words go out with the next message. A test goes to ${viewer.person.email} with the words above, and saves nothing.`}
      </p>
    </form>
  )
}

/** Follows what is entered, where the browser runs htmx. */
function Preview({ preview, mistakes, isPart }: MessageProps) {
  return (
    <section class="card" id="preview" aria-labelledby="preview-heading" aria-live="polite">
      <h2 id="preview-heading">A sample</h2>
      {preview ? (
        <>
          <dl class="facts">
            <dt>Subject</dt>
            <dd>{preview.subject}</dd>
          </dl>
          <h3>E-mail, as plain text</h3>
          <p class="pre letter">{preview.text}</p>
          {preview.sms ? (
            <>
              <h3>{`Text message, charged as ${count(preview.sms.segments, 'message')}`}</h3>
              <p class="pre letter">{preview.sms.text}</p>
            </>
          ) : null}
        </>
      ) : !isPart ? (
        <p class="muted">It is shown when the words are right.</p>
      ) : (
        <ul>
          {Object.entries(mistakes ?? {}).flatMap(([name, words]) =>
            name === 'form' ? [] : [<li class="mistake">{`${LABELS[name] ?? 'A field'} ${words}.`}</li>],
          )}
        </ul>
      )}
    </section>
  )
}

const LABELS: Partial<Record<string, string>> = {
  subject: 'The subject',
  text: 'The text',
  sms_text: 'The text message',
}
