import { cjkFamilies, SHIPPED_FAMILIES } from './fonts.ts'
import type { RenderAnswer, RenderRequest } from './render-pool.ts'
import { createTypesetter } from './typst.ts'

// Renders one document for each message of the parent process, and ends with the parent. Arguments: [folder of
// the fonts for Chinese, Japanese and Korean]
const [cjkFolder] = process.argv.slice(2)
const typeset = createTypesetter([...SHIPPED_FAMILIES, ...(cjkFolder ? cjkFamilies(cjkFolder) : [])])

process.on('message', (content: RenderRequest) => {
  process.send?.(answerTo(content))
})
process.on('disconnect', () => process.exit())
// The parent finishes its work after a signal, and still needs documents.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

function answerTo(content: RenderRequest): RenderAnswer {
  try {
    return typeset(content)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
