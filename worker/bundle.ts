import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export type WorkflowBundle = ({ code: string } | { codePath: string }) & { buildId: string }

const IS_SOURCE = import.meta.url.endsWith('.ts')

const BUILT_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url))

/**
 * Loads the workflow bundle from the given file, or else from the build's file. A worker from source without a
 * file bundles the workflows first.
 */
export async function loadWorkflowBundle(
  file = IS_SOURCE ? undefined : BUILT_BUNDLE,
): Promise<WorkflowBundle> {
  if (file === undefined) {
    const code = await bundleWorkflows()
    return { code, buildId: buildIdOf(code) }
  }
  return { codePath: file, buildId: buildIdOf(await readFile(file)) }
}

/** Writes the bundle by a rename, so that readers always find a whole file. */
export async function writeWorkflowBundle(file = BUILT_BUNDLE): Promise<void> {
  const code = await bundleWorkflows()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, code)
  await rename(`${file}.new`, file)
}

/**
 * Bundles the workflows with webpack.
 *
 * @returns the script for Temporal's workflow sandbox
 * @internal
 */
export async function bundleWorkflows(): Promise<string> {
  // The package is needed only for bundling, so other callers do not load the package.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker')
  const workflowsPath = fileURLToPath(
    new URL(`../workflows/index.${IS_SOURCE ? 'ts' : 'js'}`, import.meta.url),
  )
  const { code } = await bundleWorkflowCode({
    workflowsPath,
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
