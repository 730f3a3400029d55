import type * as v from 'valibot'
import type { ProblemCode } from '../http/errors/problem.ts'
import type { ContentObject } from './document-types.ts'
import type { HeaderUse } from './headers.ts'

export interface NamedSchema {
  schema: v.GenericSchema
  example?: unknown
}

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  id: string
  summary: string
  description?: string
  query?: v.GenericSchema
  body?: Body
  conditional?: true
  resumable?: true
  answers: Readonly<Record<number, Answer>>
  problems?: readonly ProblemCode[]
}

export type Body = string | { optional: string } | { content: ContentObject }

export type Answer =
  | string
  | { about?: string; schema?: string; content?: ContentObject; headers?: readonly HeaderUse[] }

export interface Resource {
  tag: string
  about: string
  parameters: Readonly<Record<string, v.GenericSchema>>
  requests: Readonly<Record<string, NamedSchema>>
  responses: Readonly<Record<string, NamedSchema>>
  operations: readonly Operation[]
}

export const isWrite = ({ method }: Pick<Operation, 'method'>) => method !== 'get'
