import type { Config } from './config.ts'

/** Connection options that the client and the worker share: plain, TLS, mTLS, or an API key of Temporal Cloud. */
export function temporalConnection({ address, apiKey, tls }: Config['temporal']) {
  return { address, ...(apiKey ? { apiKey } : {}), ...(tls ? { tls: tlsOptions(tls) } : {}) }
}

function tlsOptions({ ca, cert, key }: NonNullable<Config['temporal']['tls']>) {
  return {
    ...(ca ? { serverRootCACertificate: Buffer.from(ca) } : {}),
    ...(cert && key ? { clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) } } : {}),
  }
}
