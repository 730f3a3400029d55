import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, MiddlewareHandler } from 'hono'
import type { Fault, Faults } from './faults.ts'
import type { Provider } from '../core/webhooks.ts'

export interface SandboxEnv {
  Bindings: HttpBindings
  Variables: { notIndexed: boolean; server: string }
}

export function spoilWhenPlanned(
  faults: Faults,
  provider: Provider,
  operation: string,
  answer: (context: Context<SandboxEnv>, status: number, errorCode: number | null) => Response,
): MiddlewareHandler<SandboxEnv> {
  return async function spoil(context, next) {
    const fault = faults.take(provider, operation)
    context.set('notIndexed', fault?.mode === 'not_indexed')
    if (!fault || fault.mode === 'not_indexed') return next()
    if (fault.mode === 'status') return answer(context, fault.status, fault.error_code)
    if (takesEffect(fault)) await next()
    if (isReset(fault)) context.env.incoming.socket.resetAndDestroy()
    context.res = RESPONSE_ALREADY_SENT
    return RESPONSE_ALREADY_SENT
  }
}

function takesEffect(fault: Fault): boolean {
  return fault.mode === 'timeout_after_accept' || fault.mode === 'reset_after_accept'
}

function isReset(fault: Fault): boolean {
  return fault.mode === 'reset_after_accept' || fault.mode === 'reset_before_accept'
}
