import type { Child } from 'hono/jsx'
import type { Fields, Mistakes } from '../identity/form.ts'

export interface FormProps {
  fields?: Fields | undefined
  mistakes?: Mistakes | undefined
}

interface LabelledProps {
  name: string
  /** Differs from the name where a page has two fields of one name. */
  id?: string | undefined
  label: string
  hint?: string | undefined
  mistakes?: Mistakes | undefined
}

export interface FieldProps extends LabelledProps {
  type?: 'text' | 'email' | 'password' | 'date' | 'tel' | 'search' | 'color' | 'time' | 'datetime-local'
  autocomplete?: string
  value?: string | undefined
  numeric?: boolean
  optional?: boolean
  /** A field of a search is neither required nor called optional. */
  required?: boolean
  list?: string
  placeholder?: string
  attributes?: Record<string, string>
}

export function Field({
  name,
  id = name,
  label,
  type = 'text',
  autocomplete = 'off',
  value,
  hint,
  numeric,
  optional = false,
  required = !optional,
  list,
  placeholder,
  attributes,
  mistakes,
}: FieldProps) {
  return (
    <Labelled {...{ name, id, hint, mistakes }} label={optional ? `${label} (optional)` : label}>
      <input
        {...describedBy({ name, id, hint, mistakes })}
        type={type}
        required={required}
        value={value}
        autocomplete={autocomplete}
        inputmode={numeric ? 'decimal' : undefined}
        list={list}
        placeholder={placeholder}
        {...attributes}
      />
    </Labelled>
  )
}

interface FileProps extends LabelledProps {
  /** Commas separate the types and endings. */
  accept: string
}

/** A person can also drop a file onto the field. */
export function FileField({ name, id = name, label, accept, hint, mistakes }: FileProps) {
  return (
    <Labelled {...{ name, id, label, hint, mistakes }}>
      <input
        {...describedBy({ name, id, hint, mistakes })}
        class="drop"
        type="file"
        accept={accept}
        required
      />
    </Labelled>
  )
}

interface TextProps extends LabelledProps {
  value?: string | undefined
  optional?: boolean
  rows?: number
}

export function TextField({ name, id = name, label, value, hint, optional, rows = 3, mistakes }: TextProps) {
  return (
    <Labelled {...{ name, id, hint, mistakes }} label={optional ? `${label} (optional)` : label}>
      <textarea {...describedBy({ name, id, hint, mistakes })} rows={rows} required={!optional}>
        {value ?? ''}
      </textarea>
    </Labelled>
  )
}

interface ChoiceProps extends LabelledProps {
  autocomplete?: string
  chosen?: string | undefined
  options: readonly (readonly [value: string, label: string])[]
}

export function Choice({
  name,
  id = name,
  label,
  autocomplete,
  chosen,
  options,
  hint,
  mistakes,
}: ChoiceProps) {
  return (
    <Labelled name={name} id={id} label={label} hint={hint} mistakes={mistakes}>
      <select {...describedBy({ name, id, hint, mistakes })} autocomplete={autocomplete}>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

interface CheckProps {
  name: string
  label: string
  value?: string
  checked?: boolean
}

export function Check({ name, label, value = 'yes', checked = false }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value={value} checked={checked} />
      <span>{label}</span>
    </label>
  )
}

function Labelled({ name, id = name, label, hint, mistakes, children }: LabelledProps & { children: Child }) {
  const mistake = mistakes?.[name]
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint ? (
        <p class="muted" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {mistake ? (
        <p class="mistake" id={`${id}-mistake`}>
          {`This ${mistake}.`}
        </p>
      ) : null}
    </div>
  )
}

function describedBy({
  name,
  id = name,
  hint,
  mistakes,
}: Pick<LabelledProps, 'name' | 'id' | 'hint' | 'mistakes'>) {
  const mistake = mistakes?.[name]
  const described = [hint ? `${id}-hint` : '', mistake ? `${id}-mistake` : ''].filter(Boolean).join(' ')
  return {
    id,
    name,
    'aria-invalid': mistake ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
  }
}

export function Hidden({ name, value }: { name: string; value: string | undefined }) {
  return value === undefined ? null : <input type="hidden" name={name} value={value} />
}

/** Browsers and password managers look for these names of fields. */
export function OwnAddressField({ fields, mistakes }: FormProps) {
  return (
    <Field
      name="email"
      label="Email"
      type="email"
      autocomplete="username"
      value={fields?.['email']}
      mistakes={mistakes}
    />
  )
}
