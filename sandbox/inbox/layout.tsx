import type { Child, FC } from 'hono/jsx'
import { raw } from 'hono/html'
import { styles } from './styles.ts'

export const Layout: FC<{ title: string; script?: string; children?: Child }> = ({
  title,
  script,
  children,
}) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="icon" href="data:," />
      <style>{raw(styles)}</style>
    </head>
    <body>
      <main>{children}</main>
      {script ? <script>{raw(script)}</script> : null}
    </body>
  </html>
)

export const Status: FC<{ of: string }> = ({ of }) => <span class={`status ${tone(of)}`}>{of}</span>

export const Moment: FC<{ at: string }> = ({ at }) => (
  <time datetime={at}>{at.slice(0, 19).replace('T', ' ')} UTC</time>
)

function tone(status: string): string {
  if (['delivered', 'opened', 'received'].includes(status)) return 'good'
  if (['bounced', 'complained', 'undelivered', 'failed'].includes(status)) return 'bad'
  return 'neutral'
}
