/** Activities of the changed workflow. */
export interface Steps {
  check(): Promise<string>
  send(): Promise<string>
}
