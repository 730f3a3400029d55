import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const library = new Hono().use(secureHeaders({ referrerPolicy: 'same-origin', xFrameOptions: 'DENY' }))
const { headers } = await library.get('/', (c) => c.body(null)).request('/')

/** Node sets them on a response ten times faster than the library. A header of the answer has priority. */
export const SECURE_HEADERS = new Map(headers)
