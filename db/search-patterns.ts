import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

/** Returns a pattern of LIKE for each word, to be matched with a column of `search_words`. */
export async function patternsOf(em: EntityManager, search: string): Promise<string[]> {
  const [folded] = await executePrepared<{ words: string }>(em, 'select search_words(?) as words', [search])
  const words = folded?.words.split(' ').filter(Boolean) ?? []
  // An index of trigrams finds a word of one or two letters only at a beginning.
  return words.map((word) => (word.length < 3 ? `% ${word}%` : `%${word}%`))
}
