import type { DatabaseSync } from 'node:sqlite'
import { createAlarm } from './due-timer.ts'
import { all, first, run, transact } from './sqlite.ts'

export interface Jobs {
  /** `dueAt` is in milliseconds since 1970. */
  plan(kind: string, subject: string, dueAt: number): void
  /** The handler runs in the transaction that deletes the job. */
  on(kind: string, handler: (subject: string) => void): void
  start(): void
  close(): void
}

interface JobRow {
  id: number
  kind: string
  subject: string
}

export function createJobs(database: DatabaseSync): Jobs {
  database.exec(`
    create table if not exists sandbox_job (
      id integer primary key, kind text not null, subject text not null, due_at integer not null);
    create index if not exists sandbox_job_due on sandbox_job (due_at)`)
  const handlers = new Map<string, (subject: string) => void>()
  let started = false

  function nextDueAt(): number | undefined {
    return first<{ due_at: number }>(database, 'select due_at from sandbox_job order by due_at limit 1')
      ?.due_at
  }

  function runDue(): void {
    const due = all<JobRow>(
      database,
      'select id, kind, subject from sandbox_job where due_at <= $now order by due_at, id limit 500',
      { now: Date.now() },
    )
    transact(database, () => {
      for (const job of due) {
        run(database, 'delete from sandbox_job where id = $id', { id: job.id })
        handlers.get(job.kind)?.(job.subject)
      }
    })
  }

  const alarm = createAlarm(nextDueAt, runDue)
  return {
    plan: (kind, subject, dueAt) => {
      run(database, 'insert into sandbox_job (kind, subject, due_at) values ($kind, $subject, $dueAt)', {
        kind,
        subject,
        dueAt,
      })
      if (started) alarm.arm()
    },
    on: (kind, handler) => void handlers.set(kind, handler),
    start: () => {
      started = true
      alarm.arm()
    },
    close: () => alarm.close(),
  }
}
