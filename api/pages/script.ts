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
  const option = [...(target.list?.options ?? [])].find(({ value }) => value.toLowerCase() === target.value.trim().toLowerCase())
  if (option && target.dataset.names) document.getElementById(target.dataset.names).value = option.textContent
})

addEventListener('keydown', ({ key }) => {
  const menu = key === 'Escape' && document.querySelector('.menu[open]')
  if (menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})
`
