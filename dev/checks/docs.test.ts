import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../stack/paths.ts'

const PAGES = globSync('{README,CONTRIBUTING,docs/*,{test,sandbox,bench}/README}.md', { cwd: ROOT })
const FOLDERS = globSync('*/', { cwd: ROOT }).filter((folder) => !folder.startsWith('node_modules'))

const read = (page: string) => readFileSync(path.join(ROOT, page), 'utf8')

describe('the documentation', () => {
  it.each([
    ['README.md', 120],
    ['docs/glossary.md', 60],
  ])('keeps %s within %i lines', (page, most) => {
    expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(most)
  })

  it.each(PAGES)('names only files and folders that exist: %s', (page) => {
    const named = [...read(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g)].map(([, name = '']) => name)
    const inTree = named.filter((name) => FOLDERS.includes(name.split('/')[0] ?? ''))
    expect(inTree.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([])
  })

  it.each(PAGES)('links only to pages that exist: %s', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
      ([, link = '']) => link,
    )
    const folder = path.join(ROOT, path.dirname(page))
    expect(links.filter((link) => !existsSync(path.join(folder, link)))).toEqual([])
  })

  it.each(PAGES)('says what the variables of its commands are: %s', (page) => {
    const text = read(page)
    const blocks = [...text.matchAll(/^```(?:ba)?sh\n([^]*?)^```/gm)].map(([, block = '']) => block).join('')
    const used = new Set([...blocks.matchAll(/\$\{?([A-Z_]{2,})\b/g)].map(([, name = '']) => name))
    const isKnown = (name: string) =>
      text.includes(`\`$${name}\``) || new RegExp(`^\\s*(?:export )?${name}=`, 'm').test(blocks)
    expect([...used].filter((name) => !isKnown(name))).toEqual([])
  })
})
