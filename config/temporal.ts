import { existsSync } from 'node:fs'
import { type ClientConfigProfile, loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig'
import { VARIABLES } from './variables.ts'

export interface TemporalConfig {
  connection: ReturnType<typeof toClientOptions>['connectionOptions'] & { address: string }
  namespace: string
  taskQueue: string
}

type Given = Partial<Record<string, string>>

const { address, namespace, taskQueue } = VARIABLES.temporal

export function readTemporal(given: Given, mistakes: string[]): TemporalConfig {
  const defaults = { namespace: namespace.default, taskQueue: given[taskQueue.name] ?? taskQueue.default }
  try {
    const profile = loadClientConfigProfile({
      overrideEnvVars: withLineEnds(given),
      disableFile: !given['TEMPORAL_PROFILE'] && !given['TEMPORAL_CONFIG_FILE'],
      configFileStrict: true,
    })
    mistakes.push(...contradictions(given, profile))
    const { connectionOptions, namespace: profileNamespace } = toClientOptions(profile)
    return {
      ...defaults,
      connection: { ...connectionOptions, address: connectionOptions.address ?? address.default },
      ...(profileNamespace ? { namespace: profileNamespace } : {}),
    }
  } catch (error) {
    mistakes.push(
      `the TEMPORAL_… variables cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
    return { ...defaults, connection: { address: address.default } }
  }
}

function contradictions(given: Given, { apiKey, tls }: ClientConfigProfile): string[] {
  const { TEMPORAL_CONFIG_FILE: file } = given
  const found: string[] = []
  if (file && !existsSync(file)) found.push(`TEMPORAL_CONFIG_FILE is not a file: ${file}`)
  if (tls?.clientCert && !tls.clientKey)
    found.push('TEMPORAL_TLS_CLIENT_KEY_PATH is not set, but the client certificate is')
  if (tls?.clientKey && !tls.clientCert)
    found.push('TEMPORAL_TLS_CLIENT_CERT_PATH is not set, but the key of the client certificate is')
  if (tls?.disabled && (apiKey ?? tls.clientCert ?? tls.serverCACert))
    found.push('TEMPORAL_TLS is false, but an API key or a certificate needs TLS')
  return found
}

function withLineEnds(given: Given): Record<string, string> {
  const entries = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value === undefined
      ? []
      : [
          [
            name,
            name.startsWith('TEMPORAL_TLS_') && name.endsWith('_DATA')
              ? value.replaceAll('\\n', '\n')
              : value,
          ],
        ],
  )
  return Object.fromEntries(entries)
}
