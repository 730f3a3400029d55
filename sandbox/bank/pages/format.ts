export function formatMoney(minorUnits: number, currency: string): string {
  const digits = String(minorUnits).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${whole}.${digits.slice(-2)} ${currency}`
}
