export interface Steps {
  check(): Promise<string>
  send(): Promise<string>
}
