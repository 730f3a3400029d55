import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export type WorkflowBundle = ({ code: string } | { codePath: string }) & { buildId: string }

const IS_SOURCE = import.meta.url.endsWith('.ts')

const BUILT_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url))

export async function loadWorkflowBundle(
  file = IS_SOURCE ? undefined : BUILT_BUNDLE,
): Promise<WorkflowBundle> {
  if (file === undefined) {
    const code = await bundleWorkflows()
    return { code, buildId: buildIdOf(code) }
  }
  return { codePath: file, buildId: buildIdOf(await readFile(file)) }
}

/** Replaces the file by a rename, because a reader must not find half a file. */
export async function writeWorkflowBundle(file = BUILT_BUNDLE): Promise<void> {
  const code = await bundleWorkflows()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, code)
  await rename(`${file}.new`, file)
}

/** @internal */
export async function bundleWorkflows(): Promise<string> {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker')
  const workflowsPath = fileURLToPath(
    new URL(`../workflows/index.${IS_SOURCE ? 'ts' : 'js'}`, import.meta.url),
  )
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    // Runs of a worker share modules, so no module may keep a run's state.
    preloadModules: [workflowsPath],
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.js', '.ts'] } },
    }),
  })
  return code
}

function buildIdOf(code: string | Buffer): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 16)
}
