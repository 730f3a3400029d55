export async function inParallel<T>(
  { count, atOnce }: { count: number; atOnce: number },
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = []
  let started = 0
  const one = async () => {
    while (started < count) {
      started += 1
      results.push(await work(started - 1))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return results
}
