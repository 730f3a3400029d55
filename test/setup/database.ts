import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { execute } from '../../dev/postgres/postgres.ts'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(server, `create database ${name} template ${inject('templateDatabase')}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    async drop() {
      await execute(server, `drop database ${name} with (force)`)
    },
  }
}
