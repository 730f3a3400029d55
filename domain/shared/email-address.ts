/**
 * True for an address that a mail server can accept. Requires one `@` and a domain with a dot, without spaces or
 * control characters.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1 for the lengths
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  return isLocalPart(local) && isDomain(domain)
}

function isLocalPart(local: string): boolean {
  return (
    local.length >= 1 &&
    local.length <= 64 &&
    /^[^\s@<>()[\],;:\\"\p{Cc}]+$/u.test(local) &&
    !/^\.|\.\.|\.$/.test(local)
  )
}

function isDomain(domain: string): boolean {
  return (
    domain.includes('.') &&
    domain.split('.').every((label) => /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  )
}
