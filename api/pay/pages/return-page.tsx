import { Layout } from './layout.tsx'

/**
 * Renders the page for a bank's answer after the `#` of the address. A script posts the answer, because
 * browsers send only the part before.
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
