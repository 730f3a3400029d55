import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

/** The workflows as one script for Temporal's sandbox. Takes seconds: do it once for many workers. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  // Beside the sources this is TypeScript, in the built image JavaScript.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const workflowsPath = fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url))
  return bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, extensionAlias: { '.js': ['.js', '.ts'] } },
    }),
  })
}
