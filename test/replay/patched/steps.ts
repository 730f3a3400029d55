/** Activities of the workflow that was changed. */
export interface Steps {
  check(): Promise<string>
  send(): Promise<string>
}
