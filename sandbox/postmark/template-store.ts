import type { DatabaseSync } from 'node:sqlite'
import { all, first, run } from '../core/sqlite.ts'
import { serverId } from './webhook-bodies.ts'

/** A template as Postmark's API shows it. */
export interface Template {
  TemplateId: number
  Name: string
  Alias: string | null
  Subject: string
  HtmlBody: string | null
  TextBody: string | null
  Active: boolean
  AssociatedServerId: number
  TemplateType: string
  LayoutTemplate: string | null
}

export type TemplateText = Pick<Template, 'Name' | 'Alias' | 'Subject' | 'HtmlBody' | 'TextBody'>

interface TemplateRow {
  id: number
  name: string
  alias: string | null
  subject: string
  html: string | null
  text: string | null
}

export function createTemplateSchema(database: DatabaseSync): void {
  database.exec(`
    create table if not exists postmark_template (
      id integer primary key autoincrement, name text not null, alias text unique, subject text not null,
      html text, text text)`)
}

export function listTemplates(database: DatabaseSync): Template[] {
  return all<TemplateRow>(database, 'select * from postmark_template order by name, id').map(templateOf)
}

/** By its number or its alias. */
export function findTemplate(database: DatabaseSync, reference: number | string): Template | undefined {
  const row = first<TemplateRow>(
    database,
    'select * from postmark_template where cast(id as text) = $key or alias = $key',
    { key: String(reference) },
  )
  return row && templateOf(row)
}

/** Adds a template, or changes the one with the given number. */
export function saveTemplate(
  database: DatabaseSync,
  template: TemplateText,
  id: number | null = null,
): Template {
  const { lastId } = run(
    database,
    `insert into postmark_template (id, name, alias, subject, html, text)
       values ($id, $name, $alias, $subject, $html, $text)
     on conflict (id) do update
       set name = $name, alias = $alias, subject = $subject, html = $html, text = $text`,
    {
      id,
      name: template.Name,
      alias: template.Alias,
      subject: template.Subject,
      html: template.HtmlBody,
      text: template.TextBody,
    },
  )
  return { ...shape, ...template, TemplateId: id ?? lastId }
}

export function removeTemplate(database: DatabaseSync, id: number): void {
  run(database, 'delete from postmark_template where id = $id', { id })
}

const shape = { Active: true, AssociatedServerId: serverId, TemplateType: 'Standard', LayoutTemplate: null }

function templateOf({ id, name, alias, subject, html, text }: TemplateRow): Template {
  return {
    ...shape,
    TemplateId: id,
    Name: name,
    Alias: alias,
    Subject: subject,
    HtmlBody: html,
    TextBody: text,
  }
}
