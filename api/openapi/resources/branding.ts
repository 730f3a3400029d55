import * as v from 'valibot'
import { flag, orNull, text } from '../../../domain/events/public-event.ts'
import { LOGO_TYPES } from '../../merchant/branding/replace-logo.ts'
import { BrandingBody } from '../../merchant/branding/change-branding.ts'
import type { ContentObject } from '../document-types.ts'
import type { Resource } from '../operation.ts'
import { count } from '../schemas/fields.ts'

const colour = (meaning: string) => v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/), v.description(meaning))

const Branding = v.strictObject({
  object: v.literal('branding'),
  accent: orNull(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)), 'The colour as it was set'),
  accent_on_light: colour('The colour on light pages and in e-mails, with the contrast of WCAG AA'),
  accent_on_dark: colour('The colour on dark pages, with the contrast of WCAG AA'),
  secure_badge: flag('Whether the payment page says what protects the payer'),
  logo: orNull(
    v.strictObject({
      url: text('The address in pages and e-mails'),
      width: count('Pixels at that address'),
      height: count('Pixels at that address'),
    }),
    'The logo',
  ),
})

const EXAMPLE = {
  object: 'branding',
  accent: '#ffd400',
  accent_on_light: '#806a00',
  accent_on_dark: '#ffd400',
  secure_badge: true,
  logo: {
    url: 'https://pay.example/logos/mer_01kb8y3m5xf6q8c7w1e2r3t4v5.png?v=9f86d081884c7d65',
    width: 192,
    height: 96,
  },
}

const IMAGES: ContentObject = Object.fromEntries(LOGO_TYPES.map((type) => [type, { schema: {} }]))

export const branding: Resource = {
  tag: 'Branding',
  about: 'Logo and colour of payment pages, e-mails and PDFs. They show the present ones.',
  parameters: {},
  requests: { BrandingChanges: { schema: BrandingBody, example: { accent: '#ffd400', secure_badge: true } } },
  responses: { Branding: { schema: Branding, example: EXAMPLE } },
  operations: [
    {
      method: 'get',
      path: '/v1/branding',
      id: 'getBranding',
      summary: 'Read the branding',
      answers: { 200: { schema: 'Branding', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/branding',
      id: 'changeBranding',
      summary: 'Change the branding',
      description: 'Null as `accent` selects the colour of Duewell.',
      body: 'BrandingChanges',
      conditional: true,
      answers: { 200: { schema: 'Branding', headers: ['ETag?'] } },
    },
    {
      method: 'get',
      path: '/v1/branding/logo',
      id: 'getLogo',
      summary: 'Read the logo',
      description: 'At most 800 × 400 pixels.',
      answers: { 200: { about: 'The logo', content: { 'image/png': { schema: {} } } } },
      problems: ['not_found'],
    },
    {
      method: 'put',
      path: '/v1/branding/logo',
      id: 'setLogo',
      summary: 'Upload a logo',
      description:
        'At most 5 MB and 40 million pixels. It is kept as a PNG. An SVG should have its text as outlines, because the server may lack its font.',
      body: { content: IMAGES },
      conditional: true,
      answers: { 200: { schema: 'Branding', headers: ['ETag?'] } },
      problems: [
        'file_missing',
        'logo_too_large',
        'logo_unreadable',
        'too_many_pixels',
        'unsupported_media_type',
      ],
    },
    {
      method: 'delete',
      path: '/v1/branding/logo',
      id: 'deleteLogo',
      summary: 'Remove the logo',
      conditional: true,
      answers: { 204: { about: 'The logo is removed' } },
      problems: ['not_found'],
    },
  ],
}
