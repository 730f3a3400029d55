import { Layout } from './layout.tsx'

/**
 * A script posts the answer, because browsers do not send the part after the `#`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.1
 */
export function ReturnPage() {
  return (
    <Layout title="Coming back from your bank" behaviour="return">
      <section class="card state">
        <h1>Coming back from your bank</h1>
        <p>
          If this page does not change by itself, open the invoice again where you found its link: it shows
          whether it is paid.
        </p>
        <form method="post" action="/pay/return" class="returned" hidden>
          <input type="hidden" name="query" />
          <input type="hidden" name="fragment" />
        </form>
      </section>
    </Layout>
  )
}

export function LateReturnPage() {
  return (
    <Layout title="Back from your bank">
      <section class="card state">
        <h1>Back from your bank</h1>
        <p>Please open the invoice again where you found its link: it shows whether it is paid.</p>
      </section>
    </Layout>
  )
}
