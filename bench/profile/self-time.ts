/** The shape follows https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile. */
export interface CpuProfile {
  nodes: ProfileNode[]
  samples: number[]
  /** Microseconds between adjacent samples. */
  timeDeltas: number[]
}

interface ProfileNode {
  id: number
  callFrame: { functionName: string; url: string }
}

const IDLE = '(idle)'

export function divide(cpuMs: number, { nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const times = new Map<string, number>()
  let total = 0
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id)
    if (!frame || frame.functionName === IDLE) continue
    const time = timeDeltas[index + 1] ?? 0
    const group = groupOf(frame)
    times.set(group, (times.get(group) ?? 0) + time)
    total += time
  }
  return new Map([...times].map(([group, time]) => [group, (time / total) * cpuMs]))
}

function groupOf({ url, functionName }: ProfileNode['callFrame']): string {
  const folder = folderOf(url)
  if (folder !== undefined) return `${folder}/`
  const installed = url.split('/node_modules/').at(-1)
  if (installed !== undefined && installed !== url) return installed.split('/')[0] ?? url
  if (/workflow-bundle|^evalmachine/.test(url)) return 'workflow bundle'
  if (url.startsWith('wasm:')) return 'WebAssembly'
  if (url.includes('undici')) return 'Node.js: fetch'
  if (url.startsWith('node:')) return 'Node.js'
  if (functionName === '(program)') return 'native: outside of JavaScript'
  if (functionName === '(garbage collector)') return 'garbage collector'
  if (/Task$|^temporal_sdk_/.test(functionName)) return 'native: Node-API'
  return `native: ${functionName || 'without a name'}`
}

function folderOf(url: string): string | undefined {
  return /\/duewell-bench-\w+\/(?:ours|theirs)\/(?!node_modules\/|\.stack\/)([^/]+)\//.exec(url)?.[1]
}
