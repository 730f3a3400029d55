/** Adds comfort only: each page works without it. */
export const script = `
for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy)
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Press Ctrl+C'
    }
    setTimeout(() => { button.textContent = label }, 2000)
  })
}

for (const all of document.querySelectorAll('[data-selects]')) {
  all.hidden = false
  all.addEventListener('change', () => {
    for (const box of all.form.querySelectorAll('[name="' + all.dataset.selects + '"]')) box.checked = all.checked
  })
}

const known = document.getElementById('customers')
const email = document.getElementById('customer.email')
const name = document.getElementById('customer.name')
if (known && email && name) {
  email.addEventListener('change', () => {
    const option = [...known.options].find(({ value }) => value.toLowerCase() === email.value.trim().toLowerCase())
    if (option) name.value = option.textContent
  })
}

addEventListener('click', ({ target }) => {
  for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(target)) menu.open = false
})
addEventListener('keydown', ({ key }) => {
  const menu = key === 'Escape' && document.querySelector('.menu[open]')
  if (menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})
`
