import { DefaultLogger, Runtime } from '@temporalio/worker'

// Tests make activities fail on purpose, so warnings say nothing. A process can install only one runtime.
Runtime.install({ logger: new DefaultLogger('ERROR') })
