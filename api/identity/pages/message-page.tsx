import type { Person } from '../../../identity/identity.ts'
import { Layout } from './layout.tsx'

export interface MessageProps {
  title: string
  text: string
  link?: { label: string; href: string }
  person?: Person | undefined
}

export function MessagePage({ title, text, link, person }: MessageProps) {
  return (
    <Layout title={title} person={person}>
      <section class="card">
        <p>{text}</p>
        {link ? (
          <p>
            <a href={link.href}>{link.label}</a>
          </p>
        ) : null}
      </section>
    </Layout>
  )
}
