import { NONE_FOUND } from './bank-list.tsx'

/** The script of the customer's pages. Everything works without it, except what changes by itself. */
export const script = `'use strict'
const { payPath, behaviour } = document.body.dataset

if (behaviour === 'invoice') {
  if (!('preview' in document.body.dataset)) tellWhenSeen()
  chooseInPlace()
}
if (behaviour === 'invoice' || behaviour === 'banks') {
  filterBanks()
  sendOnce()
}
if (behaviour === 'waiting') watch()
if (behaviour === 'return') passOn()

/* A page is seen once it has been visible for two seconds: mail scanners do not stay. */
function tellWhenSeen() {
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

function chooseInPlace() {
  const hidden = document.querySelector('form.pay input[name=bank]')
  const status = document.querySelector('.chosen')
  for (const button of document.querySelectorAll('.banks button')) {
    if (button.getAttribute('aria-pressed') === 'true') hidden.value = button.value
    button.addEventListener('click', (event) => {
      event.preventDefault()
      for (const other of document.querySelectorAll('.banks button')) {
        other.setAttribute('aria-pressed', String(other === button))
      }
      hidden.value = button.value
      status.textContent = 'with ' + button.querySelector('.name').textContent
    })
  }
}

function filterBanks() {
  const field = document.querySelector('#q')
  if (!field) return
  const none = document.querySelector('.none')
  const folded = (text) => text.trim().normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()
  field.addEventListener('input', () => {
    const wanted = folded(field.value)
    let shown = 0
    for (const item of document.querySelectorAll('.banks li')) {
      item.hidden = !folded(item.textContent).includes(wanted)
      if (!item.hidden) shown += 1
    }
    none.textContent = shown > 0 ? '' : ${JSON.stringify(NONE_FOUND)}
  })
  /* The list is filtered already, and loading the page again would lose the bank chosen in place. */
  field.form.addEventListener('submit', (event) => {
    event.preventDefault()
    field.blur()
  })
}

/* A second press while the first is on its way would only start the payment anew. */
function sendOnce() {
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

/* What the bank says behind the # is not sent to any server, unless we do. */
function passOn() {
  if (location.hash.length < 2) return
  const form = document.querySelector('form.returned')
  form.elements.query.value = location.search
  form.elements.fragment.value = location.hash
  form.submit()
}

function watch() {
  const shown = document.querySelector('[data-state]').dataset.state
  let wait = 700
  let timer = setTimeout(look, wait)
  async function look() {
    try {
      const answer = await fetch(payPath + '/status', { cache: 'no-store' })
      const { state } = await answer.json()
      /* A server in trouble or a rate limit answers without a state: that is no change. */
      if (state && state !== shown) return location.replace(payPath)
    } catch {
      /* offline for a moment: look again */
    }
    wait = Math.min(wait * 1.3, 10000)
    clearTimeout(timer)
    timer = setTimeout(look, wait)
  }
  /* Back from the banking app: timers have slept meanwhile, and the payer wants to know now. */
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    wait = 700
    clearTimeout(timer)
    timer = setTimeout(look, 0)
  })
}
`
