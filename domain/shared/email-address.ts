/**
 * Refuses lengths above the limits of RFC 5321.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  return isLocalPart(local) && isDomain(domain)
}

const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u

function isLocalPart(local: string): boolean {
  return (
    local.length >= 1 &&
    local.length <= 64 &&
    /^[^\s@<>()[\],;:\\"\p{Cc}]+$/u.test(local) &&
    !INVISIBLE.test(local) &&
    !/^\.|\.\.|\.$/.test(local)
  )
}

function isDomain(domain: string): boolean {
  return (
    domain.includes('.') &&
    !INVISIBLE.test(domain) &&
    domain.split('.').every((label) => /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  )
}
