type Help = readonly [cause: string, cure: string]

/**
 * Every `code` of an entry in `errors`, with cause and cure.
 *
 * @internal
 */
export const FIELD_CODES = {
  after_due_date: [
    'The instant of sending is after the due date.',
    'Send earlier, or choose a later due date.',
  ],
  conflict: ['Two fields that exclude each other are both there.', 'Leave one of them out.'],
  day_not_in_start: ['The day is not the day of the start.', 'Leave it out, or send the day of the start.'],
  due_before_issue: ['The due date is before the day of the issue.', 'Choose a later due date.'],
  duplicate_key: ['The JSON object has this key twice.', 'Send each key once.'],
  ends_before_start: ['The end is before the start.', 'Choose a later end.'],
  equal_reminders: ['Two reminders are on the same day by the same channel.', 'Change one of them.'],
  expires_in_the_past: ['The expiry has passed.', 'Choose a later expiry.'],
  iban_out_of_reach: [
    'The account is in a country where the currency is not paid.',
    'Send an IBAN of a country that the detail names.',
  ],
  in_the_future: ['The date is in the future.', 'Send today or an earlier day.'],
  in_the_past: ['The instant has passed.', 'Send a later one.'],
  invalid_account_number: ['The text is not an account number.', 'Send eight digits.'],
  invalid_amount: ['The text is not an amount in minor units.', 'Send digits only.'],
  invalid_characters: [
    'The text has control characters, NUL, or half of a surrogate pair.',
    'Remove these characters.',
  ],
  invalid_choice: ['The value is not one of the choices.', 'Send a choice that the detail names.'],
  invalid_code: ['The code of two-factor sign-in is not six digits.', 'Send the six digits of the app.'],
  invalid_country: ['The text is not a country.', 'Send an ISO 3166 code such as GB.'],
  invalid_cursor: ['The cursor is not from a list.', 'Send `next_cursor` of the page before, unchanged.'],
  invalid_date: [
    'The text is not a date, or the date does not exist.',
    'Send a date without time: 2026-11-30.',
  ],
  invalid_decimal: [
    'The text is not a decimal number in this range.',
    'Send digits, with a point if needed: 1.5.',
  ],
  invalid_duration: ['The text is not a duration.', 'Send an ISO 8601 duration such as P30D.'],
  invalid_email: ['The text is not an e-mail address.', 'Send an address such as ada@example.com.'],
  invalid_iban: ['The length, form or check digits of the IBAN are wrong.', 'Copy it again from the bank.'],
  invalid_id: ['The text is not an id of this kind.', 'Copy the id from an answer.'],
  invalid_instant: [
    'The text is not an instant, or is ten years away.',
    'Send it with its zone: 2026-11-30T09:00:00Z.',
  ],
  invalid_language: ['The text is not a language tag.', 'Send a BCP 47 tag such as en or da-DK.'],
  invalid_phone: ['The number is not in international form.', 'Send it as +447700900123.'],
  invalid_prefix: ['The prefix has other characters.', 'Use letters, digits and hyphens.'],
  invalid_sort: ['The list cannot be sorted so.', 'Use an order that the detail names.'],
  invalid_sort_code: ['The text is not a sort code.', 'Send six digits.'],
  invalid_status: ['The status does not exist.', 'Send a status that the detail names.'],
  invalid_time: ['The text is not a time of day.', 'Send 00:00 to 23:59.'],
  invalid_type: [
    'The value has another JSON type, such as a text in place of a number.',
    'Send the type that the detail names.',
  ],
  invalid_url: ['The text is not a web address that begins with https://.', 'Send the whole address.'],
  no_payout_account: ['The currency has no payout account.', 'Set one: PUT /v1/payout_accounts/{currency}.'],
  no_phone: ['The customer has no phone number.', 'Add one: PATCH /v1/invoices/{id}.'],
  not_configured: ['The server does not send text messages.', 'Use e-mail, or ask the operators.'],
  not_offered: ['No payment provider of this server pays there.', 'Use another kind of account.'],
  not_positive: ['The amount is zero or less.', 'Send an amount of at least 1.'],
  out_of_range: [
    'The number is too small or too large.',
    'Send a number in the range that the detail names.',
  ],
  repeated: ['The query has this parameter twice.', 'Send each parameter once.'],
  required: ['The field is missing or empty.', 'Send it.'],
  sort_code_required: ['GBP is not paid to an IBAN.', 'Send `sort_code` and `account_number`.'],
  start_in_the_past: ['The start is before today.', 'Choose today or a later day.'],
  taken: ['Another invoice has this number.', 'Choose another number.'],
  too_deep: ['The JSON has more than 32 levels.', 'Send fewer levels.'],
  too_far: ['The date is more than ten years away.', 'Choose an earlier date.'],
  too_large: ['The amount or a sum is 2^53 or more.', 'Send smaller amounts.'],
  too_long: ['The text is too long.', 'Shorten it to the length that the detail names.'],
  too_many: ['The list has too many entries.', 'Send at most as many as the detail names.'],
  too_many_digits: ['The amount has decimals.', 'Send minor units: 12.50 EUR is 1250.'],
  too_many_steps: ['The reminder plan has too many reminders.', 'Send at most 50.'],
  too_short: ['The text is shorter than allowed.', 'Send a longer text.'],
  unknown_column: ['The import has no such column.', 'Send a column of GET /v1/imports/columns, or null.'],
  unknown_currency: ['The currency is unknown.', 'Send an ISO 4217 code such as GBP.'],
  unknown_field: ['The request has no such field.', 'Leave it out, or correct its name.'],
  unknown_period_placeholder: ['The placeholder is unknown.', 'Use a placeholder that the detail names.'],
  unknown_placeholder: ['The placeholder is unknown.', 'Use a placeholder that the detail names.'],
  unknown_role: ['The team has no such role.', 'Use a role that the detail names.'],
  unknown_scope: ['There is no such scope.', 'Use a scope that the detail names.'],
  unknown_time_zone: ['The time zone is unknown.', 'Send a name of the IANA database such as Europe/London.'],
  unsupported_channel: ['The channel does not exist.', 'Send "email" or "sms".'],
} as const satisfies Record<string, Help>

export type FieldCode = keyof typeof FIELD_CODES
