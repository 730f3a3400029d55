import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROOT } from '../dev/stack/paths.ts'

const PURE_CACHES = [
  'domain/shared/text-message.ts: const gsmCharacters = new Map<string, boolean>()',
  'domain/tax/quantity-text.ts: const formats = new Map<string, Intl.NumberFormat>()',
  'domain/texts/locale.ts: const locales = new Map<string, Locale>()',
]

it('finds no state in the modules that all runs of a worker share', () => {
  const files = globSync('{domain,workflows}/**/*.ts', { cwd: ROOT }).filter(
    (file) => !file.includes('.test.'),
  )
  const found = files.toSorted().flatMap((file) =>
    readFileSync(`${ROOT}${file}`, 'utf8')
      .split('\n')
      .filter((line) =>
        /^(?:export )?(?:let|var) |^(?:export )?const .*new (?:Weak)?(?:Map|Set)\b.*\(\)$/.test(line),
      )
      .map((line) => `${file}: ${line}`),
  )
  expect(files.length).toBeGreaterThan(50)
  expect(found).toEqual(PURE_CACHES)
})
