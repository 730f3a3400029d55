import { expect, it } from 'vitest'
import { createPdfCache } from './pdf-cache.ts'

function counting() {
  let rendered = 0
  return { render: async () => new Uint8Array([(rendered += 1)]), count: () => rendered }
}

it('renders a PDF once for simultaneous and later requests', async () => {
  const cache = createPdfCache()
  const { render, count } = counting()
  const [a, b] = await Promise.all([cache('k', render), cache('k', render)])
  expect(a).toBe(b)
  expect(await cache('k', render)).toBe(a)
  expect(count()).toBe(1)
})

it('drops the least recently used PDF when the cache is full', async () => {
  const cache = createPdfCache(2)
  const { render, count } = counting()
  for (const key of ['a', 'b', 'a', 'c', 'a']) await cache(key, render)
  expect(count()).toBe(3)
  await cache('b', render)
  expect(count()).toBe(4)
})

it('answers a request whose PDF is evicted during its rendering', async () => {
  const cache = createPdfCache(1)
  const slow = Promise.withResolvers<Uint8Array>()
  const first = cache('a', () => slow.promise)
  await cache('b', counting().render)
  slow.resolve(new Uint8Array([7]))
  expect(await first).toEqual(new Uint8Array([7]))
})

it('renders again after a rendering failed', async () => {
  const cache = createPdfCache()
  const fail = async () => Promise.reject(new Error('no font'))
  await expect(cache('k', fail)).rejects.toThrow('no font')
  expect(await cache('k', counting().render)).toEqual(new Uint8Array([1]))
})
