import type { Profile } from '../../../domain/invoice/document.ts'
import type { Locale } from '../../../domain/texts/locale.ts'

type Contact = Pick<Profile, 'name' | 'email' | 'phone'>

export function Question({ merchant, locale }: { merchant: Contact; locale: Locale }) {
  const { name, phone } = merchant
  const email = (
    <>
      <EmailLink {...merchant} />
      {phone ? <>, {phoneLink(phone)}</> : null}
    </>
  )
  return <p class="muted">{locale.parts('link.question', { merchant: name, email })}</p>
}

export function EmailLink({ email }: Pick<Contact, 'email'>) {
  return <a href={`mailto:${email}`}>{email}</a>
}

/** Makes a link of the merchant's e-mail address or phone number, and leaves other lines. */
export function ProfileLine({ line, merchant }: { line: string; merchant: Contact }) {
  if (line === merchant.email) return <EmailLink email={line} />
  return line === merchant.phone ? phoneLink(line) : <>{line}</>
}

/** @see https://www.rfc-editor.org/rfc/rfc3966 */
function phoneLink(phone: string) {
  return <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a>
}
