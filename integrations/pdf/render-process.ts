import { cjkFamilies, SHIPPED_FAMILIES } from './fonts.ts'
import type { RenderAnswer, RenderRequest } from './render-pool.ts'
import { createTypesetter } from './typst.ts'

const [cjkFolder] = process.argv.slice(2)
const typeset = createTypesetter([...SHIPPED_FAMILIES, ...(cjkFolder ? cjkFamilies(cjkFolder) : [])])

process.on('message', (request: RenderRequest) => {
  process.send?.(answerTo(request))
})
process.on('disconnect', () => process.exit())
// A parent that shuts down still sends documents, so the process ignores the signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

function answerTo({ content, png }: RenderRequest): RenderAnswer {
  try {
    return typeset(content, png)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
