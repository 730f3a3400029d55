import type * as v from 'valibot'
import type { ProblemCode } from '../http/problem.ts'
import type { ContentObject } from './document-types.ts'
import type { HeaderUse } from './headers.ts'

export interface NamedSchema {
  schema: v.GenericSchema
  example?: unknown
}

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Parameters are in braces, as in `/v1/invoices/{id}`. */
  path: string
  /** Generated clients use the id as the name of a function. */
  id: string
  summary: string
  description?: string
  query?: v.GenericSchema
  body?: Body
  /** Marks an operation that takes `If-Match`. */
  conditional?: true
  answers: Readonly<Record<number, Answer>>
  /** `problemsOf` adds the problems that all operations of a kind have. */
  problems?: readonly ProblemCode[]
}

/** A text is the name of a request schema. */
export type Body = string | { optional: string } | { content: ContentObject }

/** A text is the name of a response schema. */
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
