/** Lets a long name such as `invoice.payment_failed` wrap after its dots and underscores only. */
export function breakable(name: string) {
  const parts = name.split(/(?<=[._])/)
  return parts.map((part, index) => (index === 0 ? part : [<wbr />, part]))
}
