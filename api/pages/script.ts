/** Each page works without the script. */
export const script = `
document.documentElement.dataset.script = ''

addEventListener('click', async ({ target }) => {
  for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(target)) menu.open = false
  const button = target.closest('[data-copy]')
  if (!button) return
  const field = document.getElementById(button.dataset.copy)
  const label = button.textContent
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    button.textContent = 'Copied'
  } catch {
    button.textContent = 'Press Ctrl+C'
  }
  setTimeout(() => { button.textContent = label }, 2000)
})

addEventListener('change', ({ target }) => {
  const { selects } = target.dataset
  if (selects) for (const box of target.form.querySelectorAll('[name="' + selects + '"]')) box.checked = target.checked
})

// A save that waited for another must carry the version that the other made.
addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const { form, body } = ctx.request
  if (form?.elements.tag && body) body.set('tag', form.elements.tag.value)
})

// htmx misses what somebody enters before it starts.
const isEntered = ({ options, selectedIndex, checked, defaultChecked, value, defaultValue }) => options
  ? selectedIndex !== Math.max(0, [...options].findIndex((option) => option.defaultSelected))
  : checked !== defaultChecked || value.toLowerCase() !== defaultValue.toLowerCase()
addEventListener('htmx:after:process', () => {
  for (const form of document.forms)
    for (const field of form.querySelectorAll('input, select, textarea'))
      if (isEntered(field)) field.dispatchEvent(new Event('input', { bubbles: true }))
}, { once: true })

const toggled = new WeakSet()
addEventListener('click', ({ target }) => {
  const section = target.closest('summary')?.parentElement
  if (section) toggled.add(section)
})

// A form that somebody has opened stays as it is, and so does a part that an answer lacks.
addEventListener('htmx:before:swap', ({ detail: { ctx, tasks } }) => {
  // A click can open a section while the answer is under way, which shows it closed.
  for (const { target, fragment } of tasks)
    for (const section of target?.querySelectorAll?.('details[id]') ?? [])
      if (toggled.has(section)) fragment.querySelector('#' + section.id)?.toggleAttribute('open', section.open)
  const isKept = ({ target, fragment, type }) =>
    (target?.matches?.('[data-keeps]') && target.querySelector('.disclosure[open] form')) ||
    (type === 'main' && ctx.select && fragment.childElementCount === 0)
  for (const task of [...tasks]) if (isKept(task)) tasks.splice(tasks.indexOf(task), 1)
})

addEventListener('htmx:finally:request', ({ target, detail: { ctx } }) => {
  const note = target.querySelector('[data-failure]')
  if (note) note.hidden = ctx.text?.includes('draft-state') === true
})

addEventListener('submit', (event) => {
  const { target: form, submitter } = event
  const saving = form.querySelector('[data-saves].htmx-request')
  if (!saving) return
  event.preventDefault()
  saving.addEventListener('htmx:finally:request', () => setTimeout(() => form.requestSubmit(submitter)), { once: true })
})

addEventListener('keydown', ({ key }) => {
  const menu = key === 'Escape' && document.querySelector('.menu[open]')
  if (menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})
`
