import { accentsOf, type Brand, type Colour, isColour } from '../../../../domain/merchant/brand.ts'
import { type EnteredForm, pressedForm } from '../../shown-fields.ts'
import type { Fields } from '../../../identity/form.ts'

/** A page shows this colour where the merchant has chosen none. */
export const DUEWELL = accentsOf(undefined).onLight

export function brandingFields({ accent, hasSecureBadge }: Brand): Fields {
  return { accent: accent ?? DUEWELL, secure_badge: hasSecureBadge ? 'yes' : '' }
}

export function logoFields({ logo }: Brand): Fields {
  return { logo: logo?.version ?? '' }
}

/** The logo changes only if the page showed it. */
export function logoForm(fields: Fields): EnteredForm {
  return pressedForm(fields, ({ logo: seen }, { logo: present }) => {
    const words = 'Somebody else changed the logo after you opened the page, so nothing is changed.'
    return `${words} You saw ${seen ? 'another one' : 'none'}. ${present ? 'The page shows the present one.' : 'Now there is none.'}`
  })
}

/** Makes the body that `/v1` takes. A colour field always has a colour, so Duewell's own is no choice. */
export function brandingBody({ accent = '', secure_badge, do: button }: Fields, { accent: saved }: Brand) {
  const isUnchosen = saved === undefined && accent.toLowerCase() === DUEWELL
  return {
    ...(button === 'default' ? { accent: null } : isUnchosen ? {} : { accent }),
    secure_badge: secure_badge === 'yes',
  }
}

/** Returns the brand as it would be with the entered fields. */
export function brandWith(brand: Brand, { accent = '', secure_badge }: Fields): Brand {
  const colour = accent.toLowerCase()
  const { accent: saved, ...others } = brand
  const chosen: Colour | undefined = isColour(colour) ? colour : saved
  const isDefault = saved === undefined && chosen === DUEWELL
  return {
    ...others,
    ...(chosen === undefined || isDefault ? {} : { accent: chosen }),
    hasSecureBadge: secure_badge === 'yes',
  }
}
