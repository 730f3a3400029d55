import type { JsonSchema } from '@valibot/to-json-schema'

interface Reference {
  $ref: string
}

export interface Document {
  openapi: string
  info: object
  paths: Record<string, Record<string, OperationObject>>
  webhooks: Record<string, object>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, ResponseObject>
    headers: Record<string, HeaderObject>
    examples: Record<string, { value: unknown }>
    securitySchemes: Record<string, object>
  }
  [field: string]: unknown
}

export interface OperationObject {
  operationId: string
  summary: string
  tags: string[]
  description: string
  security: Record<string, string[]>[]
  parameters: ParameterObject[]
  requestBody?: { required: boolean; content: ContentObject }
  responses: Record<string, ResponseObject | Reference>
}

export interface ParameterObject {
  name: string
  in: 'path' | 'query' | 'header'
  description?: string
  required?: boolean
  style?: string
  schema: JsonSchema
  example?: unknown
}

export interface ResponseObject {
  description: string
  headers?: Record<string, HeaderObject | Reference>
  content?: ContentObject
}

export type ContentObject = Record<
  string,
  { schema: JsonSchema; example?: unknown; examples?: Record<string, Reference> }
>

export interface HeaderObject {
  description: string
  required?: boolean
  schema: JsonSchema
  example?: unknown
}
