import * as v from 'valibot'

export function changesOf(entries: v.ObjectEntries) {
  const changed = Object.entries(entries).map(([name, entry]) => [name, v.optional(v.nullable(inner(entry)))])
  return v.strictObject(Object.fromEntries(changed) as v.ObjectEntries)
}

function inner(entry: v.ObjectEntries[string]): v.GenericSchema {
  return 'wrapped' in entry ? entry.wrapped : entry
}
