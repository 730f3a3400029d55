import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

const MAX_WORDS = 20
const MAX_LENGTH = 200

/** Returns a pattern of LIKE for each of the first words. `search_words` makes the text that they match. */
export async function patternsOf(em: EntityManager, search: string): Promise<string[]> {
  const [folded] = await executePrepared<{ words: string }>(em, 'select search_words(?) as words', [
    search.slice(0, MAX_LENGTH),
  ])
  const words = folded?.words.split(' ').filter(Boolean).slice(0, MAX_WORDS) ?? []
  // Trigrams find a shorter word only at a beginning.
  return words.map((word) => (word.length < 3 ? `% ${word}%` : `%${word}%`))
}
