import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

/** Returns a pattern of LIKE for each word. `search_words` makes the text that they match. */
export async function patternsOf(em: EntityManager, search: string): Promise<string[]> {
  const [folded] = await executePrepared<{ words: string }>(em, 'select search_words(?) as words', [search])
  const words = folded?.words.split(' ').filter(Boolean) ?? []
  // Trigrams find a shorter word only at a beginning.
  return words.map((word) => (word.length < 3 ? `% ${word}%` : `%${word}%`))
}
