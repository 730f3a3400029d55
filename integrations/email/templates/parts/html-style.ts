import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type Colour, textOn } from '../../../../domain/merchant/brand.ts'

const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const [INK, MUTED, LINE] = ['#1b1f1d', '#58615b', '#dfe4dd']

const STYLES = {
  body: `margin:0;padding:0;background:#f4f5f2;color:${INK};font-family:${FONT};-webkit-text-size-adjust:100%`,
  outer: 'background:#f4f5f2',
  card: `max-width:560px;background:#ffffff;border-radius:14px;color:${INK}`,
  inner: `padding:28px;font-family:${FONT}`,
  logo: 'display:block;border:0;max-width:100%',
  sender: `margin:0 0 4px;font-size:14px;line-height:1.4;color:${MUTED}`,
  heading: 'margin:0 0 20px;font-size:30px;font-weight:700;line-height:1.2;overflow-wrap:anywhere',
  paragraph: 'margin:0 0 12px;font-size:16px;line-height:1.5;overflow-wrap:anywhere',
  small: `margin:0 0 20px;font-size:13px;line-height:1.5;color:${MUTED}`,
  signature: `margin:16px 0 0;font-size:13px;line-height:1.5;color:${MUTED};overflow-wrap:anywhere`,
  facts: `margin:20px 0;border-collapse:collapse;font-family:${FONT}`,
  label: `padding:9px 12px 9px 0;border-top:1px solid ${LINE};font-size:14px;font-weight:400;line-height:1.5;color:${MUTED};text-align:left`,
  value: `padding:9px 0;border-top:1px solid ${LINE};font-size:15px;font-weight:600;line-height:1.4;text-align:right;overflow-wrap:anywhere`,
  buttonCell: 'border-radius:12px;mso-padding-alt:14px 28px',
  button:
    'display:inline-block;padding:14px 28px;border-radius:12px;font-size:17px;font-weight:600;line-height:1.3;text-decoration:none',
}

/** Names of fonts have single quotes, which need no escape in an attribute. */
export const INLINE = Object.fromEntries(
  Object.entries(STYLES).map(([name, style]) => [name, raw(style)]),
) as Record<keyof typeof STYLES, HtmlEscapedString>

export function linkStyle({ onLight }: Accents): string {
  return `color:${onLight};text-decoration:underline;overflow-wrap:anywhere;word-break:break-word`
}

/**
 * Outlook on the web marks its dark mode by an attribute.
 * Gmail can drop a whole style element for one unknown rule.
 */
export function darkStyle({ onDark }: Accents) {
  const dark = (prefix: string) =>
    [
      `${prefix}.page{background:#101412!important}`,
      `${prefix}.card{background:#191f1c!important;color:#eef2ee!important}`,
      `${prefix}.muted{color:#a6b1aa!important}`,
      `${prefix}.line{border-color:#313a35!important}`,
      `${prefix}.accent{color:${onDark}!important}`,
      `${prefix}.button{background:${onDark}!important;color:${textOn(onDark)}!important}`,
      `${prefix}.logo{background:#ffffff!important;padding:6px!important;border-radius:8px!important}`,
    ].join('')
  return raw(
    '<style>:root{color-scheme:light dark;supported-color-schemes:light dark}</style>' +
      `<style>@media (prefers-color-scheme:dark){${dark('')}}</style><style>${dark('[data-ogsc] ')}</style>`,
  )
}

interface Accents {
  onLight: Colour
  onDark: Colour
}
