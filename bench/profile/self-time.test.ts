import { expect, it } from 'vitest'
import { type CpuProfile, divide } from './self-time.ts'

function profileOf(samples: { url: string; functionName?: string; microseconds: number }[]): CpuProfile {
  return {
    nodes: samples.map(({ url, functionName = 'work' }, id) => ({ id, callFrame: { url, functionName } })),
    samples: samples.map((_, id) => id),
    timeDeltas: [0, ...samples.map(({ microseconds }) => microseconds)],
  }
}

it('divides the CPU time by the samples, without the idle ones', () => {
  const profile = profileOf([
    { url: 'file:///tmp/duewell-bench-aB1/ours/db/invoices/rows.ts', microseconds: 300 },
    { url: 'file:///tmp/duewell-bench-aB1/ours/db/orm.ts', microseconds: 100 },
    { url: 'file:///checkout/node_modules/@mikro-orm/core/EntityManager.js', microseconds: 400 },
    { url: '', functionName: '(idle)', microseconds: 9_000 },
    { url: '', functionName: 'writev', microseconds: 200 },
  ])
  expect(divide(20, profile)).toEqual(
    new Map([
      ['db/', 8],
      ['@mikro-orm', 8],
      ['native: writev', 4],
    ]),
  )
})

it('takes the innermost package of a nested installation', () => {
  const profile = profileOf([
    { url: 'file:///checkout/node_modules/tsx/node_modules/esbuild/lib/main.js', microseconds: 1 },
  ])
  expect([...divide(1, profile).keys()]).toEqual(['esbuild'])
})

it('counts the code in the workflow bundle and in the sandbox of workflows as one group', () => {
  const profile = profileOf([
    { url: 'file:///tmp/duewell-bench-aB1/ours/.stack/workflow-bundle.js', microseconds: 1 },
    { url: 'evalmachine.<anonymous>', microseconds: 1 },
  ])
  expect([...divide(1, profile).keys()]).toEqual(['workflow bundle'])
})
