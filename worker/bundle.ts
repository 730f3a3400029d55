import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

/** The workflows as one script, with the build id of its worker version. */
export type WorkflowBundle = ({ code: string } | { codePath: string }) & { buildId: string }

const IS_SOURCE = import.meta.url.endsWith('.ts')

/** The file that `npm run build` writes: `dist/workflow-bundle.js`. */
export const BUILT_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url))

/**
 * Loads the workflow bundle: from the given file, else from the build's file. A worker that runs from its source
 * bundles the workflows now, which takes seconds.
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

/** Bundles the workflows with webpack. @returns the script for Temporal's workflow sandbox */
export async function bundleWorkflows(): Promise<string> {
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
