import { onTestFinished } from 'vitest'

/** Restores the members at the end of the test. */
export function replaceForTest<T extends object>(target: T, members: Partial<T>): () => void {
  const before = Object.fromEntries(Object.keys(members).map((key) => [key, target[key as keyof T]]))
  const restore = () => void Object.assign(target, before)
  Object.assign(target, members)
  onTestFinished(restore)
  return restore
}
