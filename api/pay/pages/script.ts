export const script = `'use strict'
const { payPath, home, behaviour } = document.body.dataset

keepLanguage()
if (behaviour === 'invoice') {
  if (!('preview' in document.body.dataset)) reportViewed()
  selectInPlace()
}
if (behaviour === 'invoice' || behaviour === 'banks') {
  filterBanks()
  submitOnce()
}
if (behaviour === 'waiting') pollStatus()
if (behaviour === 'return') submitReturn()

/* A bank leads back without the payer's choice, so this device keeps the choice. */
function keepLanguage() {
  try {
    const links = [...document.querySelectorAll('.languages a')]
    for (const link of links) link.onclick = () => localStorage.setItem('language', link.lang)
    const kept = links.find((link) => link.lang === localStorage.getItem('language'))
    if (kept && !new URLSearchParams(location.search).has('lang')) location.replace(kept.href)
  } catch {
    /* A browser may forbid storage. */
  }
}

/* A view counts after two visible seconds, so that a mail scanner's visit does not. */
function reportViewed() {
  let timer
  const look = () => {
    clearTimeout(timer)
    if (document.visibilityState !== 'visible') return
    timer = setTimeout(() => {
      document.removeEventListener('visibilitychange', look)
      navigator.sendBeacon(payPath + '/viewed')
    }, 2000)
  }
  document.addEventListener('visibilitychange', look)
  look()
}

function selectInPlace() {
  /* The merchant's view has no form to pay. */
  const hidden = document.querySelector('form.pay input[name=bank]') ?? {}
  const status = document.querySelector('.chosen')
  for (const button of document.querySelectorAll('.banks button')) {
    if (button.getAttribute('aria-pressed') === 'true') hidden.value = button.value
    button.addEventListener('click', (event) => {
      event.preventDefault()
      for (const other of document.querySelectorAll('.banks button')) {
        other.setAttribute('aria-pressed', String(other === button))
      }
      hidden.value = button.value
      const { textContent } = button.querySelector('.name')
      status.textContent = status.dataset.text.replace('{bank}', () => textContent)
    })
  }
}

function filterBanks() {
  const field = document.querySelector('#q')
  if (!field) return
  const none = document.querySelector('.none')
  const folded = (text) => text.trim().normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()
  field.addEventListener('input', () => {
    const searched = folded(field.value)
    let shown = 0
    for (const item of document.querySelectorAll('.banks li')) {
      item.hidden = !folded(item.textContent).includes(searched)
      if (!item.hidden) shown += 1
    }
    none.textContent = shown > 0 ? '' : none.dataset.text
  })
  /* A reload would lose the selected bank. */
  field.form.addEventListener('submit', (event) => {
    event.preventDefault()
    field.blur()
  })
}

function submitOnce() {
  for (const form of document.querySelectorAll('form[method=post]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault()
      form.dataset.sent = 'yes'
    })
  }
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[method=post]')) delete form.dataset.sent
  })
}

function submitReturn() {
  if (location.hash.length < 2) return
  const form = document.querySelector('form.returned')
  form.elements.query.value = location.search
  form.elements.fragment.value = location.hash
  form.submit()
}

function pollStatus() {
  const shown = document.querySelector('[data-status]').dataset.status
  let wait = 700
  let timer = setTimeout(look, wait)
  async function look() {
    try {
      const answer = await fetch(payPath + '/status', { cache: 'no-store' })
      const { status } = await answer.json()
      /* The status of problem+json is a number, and the page must not change. */
      if (typeof status === 'string' && status !== shown) return location.replace(home)
    } catch {
      /* A failed request must not end the polls. */
    }
    wait = Math.min(wait * 1.3, 10000)
    clearTimeout(timer)
    timer = setTimeout(look, wait)
  }
  /* Avoids a wait of up to ten seconds when the payer comes back from the bank. */
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    wait = 700
    clearTimeout(timer)
    timer = setTimeout(look, 0)
  })
}
`
