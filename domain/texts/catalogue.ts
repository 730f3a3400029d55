import type { en } from './en.ts'

type English = typeof en
export type TextKey = keyof English

/** Finds the names in braces: `'number'` of `'Invoice {number}'`. */
export type Placeholder<Key extends TextKey> = Names<English[Key]>

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never

export type Catalogue = Readonly<Record<TextKey, string>>

/** The compiler refuses missing keys, other keys, and placeholders that differ from English. */
export function translation<const Texts extends Record<TextKey, string>>(
  texts: Texts & Checked<Texts>,
): Catalogue {
  return texts
}

type Checked<Texts> = {
  [Key in keyof Texts]: Key extends TextKey ? SamePlaceholders<Texts[Key], Placeholder<Key>> : never
}

type SamePlaceholders<Text, Wanted> = Text extends string
  ? [Names<Text>, Wanted] extends [Wanted, Names<Text>]
    ? Text
    : { missing: Exclude<Wanted, Names<Text>>; unknown: Exclude<Names<Text>, Wanted> }
  : never
