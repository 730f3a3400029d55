import { Layout } from './layout.tsx'

/**
 * For a payer whose bank says what they decided behind the `#` of the address, which only a browser can see: its script
 * passes that on. Whoever has come here by mistake is told so.
 */
export function ReturnPage() {
  return (
    <Layout title="Coming back from your bank" behaviour="return">
      <section class="card state">
        <h1>Coming back from your bank</h1>
        <p>
          If this page does not change by itself, open the invoice again from your e-mail: it shows whether it
          is paid.
        </p>
        <form method="post" action="/pay/return" class="returned" hidden>
          <input type="hidden" name="query" />
          <input type="hidden" name="fragment" />
        </form>
      </section>
    </Layout>
  )
}

/** For a payer who comes back so late that the address no longer leads to the invoice. */
export function LateReturnPage() {
  return (
    <Layout title="Back from your bank">
      <section class="card state">
        <h1>Back from your bank</h1>
        <p>Please open the invoice again from your e-mail or text message: it shows whether it is paid.</p>
      </section>
    </Layout>
  )
}
