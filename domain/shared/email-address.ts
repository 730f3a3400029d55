/**
 * Is this an address a mail server could take? One `@`, no spaces or control characters, a domain with a dot,
 * and the lengths of RFC 5321 §4.5.3.1. Whether it exists only a delivery can tell.
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
