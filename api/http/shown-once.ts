/**
 * Adds fields that must not be stored, such as secrets, to the answer of `withIdempotency`.
 *
 * A repetition of the request gets the stored answer, without them.
 */
export async function withShownOnce(response: Response, fields: object): Promise<Response> {
  const body = (await response.json()) as object
  return new Response(JSON.stringify({ ...body, ...fields }), response)
}
