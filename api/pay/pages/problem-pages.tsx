import type { Brand } from '../../../domain/merchant/brand.ts'
import { Layout } from './layout.tsx'

export interface LinkProblemProps {
  problem: 'unknown' | 'expired' | 'revoked' | 'void' | 'paid'
  merchant?: { name: string; email: string }
  payPath?: string
  isRequested?: boolean
  isNewLinkSent?: boolean
  isView?: boolean
  brand?: Brand
  nonce?: string
}

const TEXTS: Record<LinkProblemProps['problem'], { title: string; text: string }> = {
  unknown: {
    title: 'This link does not work',
    text: 'It may be incomplete. Please open it again where you found it.',
  },
  expired: { title: 'This link has expired', text: 'The invoice can no longer be paid with it.' },
  revoked: {
    title: 'This link has been replaced',
    text: 'The invoice can no longer be paid with it.',
  },
  void: {
    title: 'This invoice was cancelled',
    text: 'There is nothing to pay. If you have approved a payment already, an e-mail will tell you what becomes of it.',
  },
  paid: { title: 'This invoice is paid', text: 'There is nothing more to pay.' },
}

export function LinkProblemPage({
  problem,
  merchant,
  payPath,
  isRequested,
  isNewLinkSent = false,
  isView = false,
  brand,
  nonce,
}: LinkProblemProps) {
  const { title, text } = TEXTS[problem]
  const canRequest = merchant && payPath && (problem === 'expired' || problem === 'revoked')
  return (
    <Layout title={title} isView={isView} brand={brand} nonce={nonce}>
      <section class="card state">
        <h1>{title}</h1>
        <p>{isNewLinkSent ? 'There is a newer one. Please look for it in your messages.' : text}</p>
        {canRequest ? (
          isRequested ? (
            <p role="status">
              <strong>{merchant.name} has been asked for a new link.</strong> They can send you one.
            </p>
          ) : (
            <form method="post" action={`${payPath}/request-link`}>
              <button class="primary">Ask for a new link</button>
            </form>
          )
        ) : null}
        {merchant ? (
          <p class="muted">
            {`If you have a question, please ask ${merchant.name}: `}
            <a href={`mailto:${merchant.email}`}>{merchant.email}</a>.
          </p>
        ) : (
          <p>If that does not help, please ask whoever sent it to you for a new link.</p>
        )}
      </section>
    </Layout>
  )
}

export interface ErrorPageProps {
  title: string
  text: string
  back?: string
  preview?: boolean
}

export function ErrorPage({ title, text, back, preview }: ErrorPageProps) {
  return (
    <Layout title={title} preview={preview}>
      <section class="card state">
        <h1>{title}</h1>
        <p>{text}</p>
        {back ? (
          <p>
            <a href={back}>Back to the invoice</a>
          </p>
        ) : null}
      </section>
    </Layout>
  )
}
