import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { forkScript } from '../fork-script.ts'
import type { PageContent } from './page-content.ts'
import type { Rendered } from './typst.ts'

export interface RenderRequest {
  content: PageContent
  png: Uint8Array | undefined
}

export type RenderAnswer = Rendered | { error: string }

class PdfRenderError extends Error {
  override name = 'PdfRenderError'
}

export interface RenderPool {
  /** `png` is the image of the content's logo. */
  render(content: PageContent, png?: Uint8Array): Promise<Rendered>
  close(): Promise<void>
}

export interface RenderPoolOptions {
  cjkFolder?: string | undefined
  size?: number
  patienceMs?: number
  timeoutMs?: number
  onStart?: (pid: number) => void
}

interface Job {
  page: RenderRequest
  resolve: (rendered: Rendered) => void
  reject: (error: Error) => void
  lostProcesses: number
  /** Milliseconds since 1970. */
  waitingSince: number
}

interface Renderer {
  child: ChildProcess
  job?: { job: Job; timer: NodeJS.Timeout } | undefined
  isTooSlow?: true
}

/**
 * Idle threads of Typst cost CPU time.
 *
 * @see https://docs.rs/rayon/latest/rayon/struct.ThreadPoolBuilder.html#method.num_threads
 */
const ONE_THREAD = { RAYON_NUM_THREADS: '1' }

export function createRenderPool({
  cjkFolder,
  size = 2,
  patienceMs = 300,
  timeoutMs = 30_000,
  onStart,
}: RenderPoolOptions = {}): RenderPool {
  const waiting: Job[] = []
  const renderers = new Set<Renderer>()
  let isClosed = false
  let nextStart: NodeJS.Timeout | undefined

  return {
    render(content, png) {
      if (isClosed) return Promise.reject(new PdfRenderError('the renderer is closed'))
      const { promise, resolve, reject } = Promise.withResolvers<Rendered>()
      waiting.push({ page: { content, png }, resolve, reject, lostProcesses: 0, waitingSince: Date.now() })
      assign()
      return promise
    },
    async close() {
      isClosed = true
      clearTimeout(nextStart)
      for (const job of waiting.splice(0)) job.reject(new PdfRenderError('the renderer is closed'))
      await Promise.all([...renderers].map(stop))
    },
  }

  function assign(): void {
    clearTimeout(nextStart)
    for (let next = waiting[0]; next; next = waiting[0]) {
      const idle = [...renderers].find(({ job }) => !job)
      const patience = renderers.size === 0 ? 0 : next.waitingSince + patienceMs - Date.now()
      if (!idle && (renderers.size >= size || patience > 0)) {
        if (renderers.size < size) nextStart = setTimeout(assign, patience)
        return
      }
      waiting.shift()
      run(idle ?? start(), next)
    }
  }

  function start(): Renderer {
    const child = startRenderProcess(cjkFolder)
    const renderer: Renderer = { child }
    renderers.add(renderer)
    child.on('message', (answer: RenderAnswer) => {
      const job = takeJob(renderer)
      if (job && 'error' in answer) job.reject(new PdfRenderError(answer.error))
      else if (job) job.resolve(answer as Rendered)
      assign()
    })
    const lost = () => {
      if (!renderers.delete(renderer)) return
      const job = takeJob(renderer)
      if (job) retry(job, renderer)
      assign()
    }
    child.once('exit', lost)
    // The `exit` event may not follow an `error` event:
    // https://nodejs.org/api/child_process.html#event-error
    child.once('error', lost)
    if (child.pid !== undefined) onStart?.(child.pid)
    return renderer
  }

  function run(renderer: Renderer, job: Job): void {
    const timer = setTimeout(() => {
      renderer.isTooSlow = true
      renderer.child.kill('SIGKILL')
    }, timeoutMs)
    renderer.job = { job, timer }
    keepRunning(renderer.child, true)
    // The `exit` event reports an ended process, so the callback ignores the error.
    renderer.child.send(job.page, () => undefined)
  }

  function takeJob(renderer: Renderer): Job | undefined {
    const { child, job: running } = renderer
    renderer.job = undefined
    keepRunning(child, false)
    clearTimeout(running?.timer)
    return running?.job
  }

  function retry(job: Job, { isTooSlow }: Renderer): void {
    job.lostProcesses += 1
    if (isTooSlow) job.reject(new PdfRenderError(`the document took more than ${timeoutMs} ms`))
    else if (isClosed || job.lostProcesses > 1)
      job.reject(new PdfRenderError('the process that rendered the document ended'))
    else waiting.unshift(job)
  }

  async function stop({ child, job }: Renderer): Promise<void> {
    const exited = once(child, 'exit')
    if (job) await Promise.race([once(child, 'message'), exited])
    keepRunning(child, true)
    if (child.connected) child.disconnect()
    await exited
  }
}

function startRenderProcess(cjkFolder: string | undefined): ChildProcess {
  const args = cjkFolder === undefined ? [] : [cjkFolder]
  const child = forkScript(import.meta, 'render-process', args, ONE_THREAD)
  keepRunning(child, false)
  return child
}

function keepRunning(child: ChildProcess, isNeeded: boolean): void {
  const { channel } = child
  if (isNeeded) child.ref()
  else child.unref()
  if (isNeeded) channel?.ref()
  else channel?.unref()
}
