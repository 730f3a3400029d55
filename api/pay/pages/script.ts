export const script = `'use strict'
const { payPath, home, behaviour } = document.body.dataset

keepLanguage()
if (behaviour === 'invoice') {
  if (!('preview' in document.body.dataset)) reportViewed()
  selectInPlace()
}
if (behaviour === 'invoice' || behaviour === 'banks') {
  lastUsedFirst()
  uncoverInitials()
  filterBanks()
  submitOnce()
}
if (behaviour === 'waiting') followStatus()
if (behaviour === 'return') submitReturn()

/* A bank leads back without the payer's choice, so this device keeps the choice. */
function keepLanguage() {
  const links = [...document.querySelectorAll('.languages a')]
  for (const link of links) link.onclick = () => keep('language', link.lang)
  const chosen = links.find(({ lang }) => lang === kept('language'))
  if (chosen && !new URLSearchParams(location.search).has('lang')) location.replace(chosen.href)
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
  const status = document.querySelector('.chosen')
  for (const button of document.querySelectorAll('.banks button')) {
    if (button.getAttribute('aria-pressed') === 'true') select(button.value)
    button.addEventListener('click', (event) => {
      event.preventDefault()
      for (const other of document.querySelectorAll('.banks button')) {
        other.setAttribute('aria-pressed', String(other === button))
      }
      select(button.value)
      const { textContent } = button.querySelector('.name')
      status.textContent = status.dataset.text.replace('{bank}', () => textContent)
    })
  }
}

/* Another country or language loads the page again, which keeps the selected bank. */
function select(bank) {
  for (const field of document.querySelectorAll('input[name=bank]')) field.value = bank
  for (const link of document.querySelectorAll('.languages a, .everywhere a')) {
    const address = new URL(link.href)
    address.searchParams.set('bank', bank)
    link.href = address
  }
}

/* Only the bank's id is kept, and only in this browser. */
function lastUsedFirst() {
  if ('preview' in document.body.dataset) return
  for (const form of document.querySelectorAll('form[method=post]')) {
    form.addEventListener('submit', ({ submitter }) => {
      const bank = submitter?.name === 'bank' ? submitter.value : form.elements.bank?.value
      if (bank) keep('bank', bank)
    })
  }
  const last = kept('bank')
  const list = document.querySelector('.banks')
  const button = [...(list?.querySelectorAll('button') ?? [])].find(({ value }) => value === last)
  if (!button || button.disabled) return
  list.prepend(button.parentElement)
  const note = document.createElement('small')
  note.textContent = ' ' + list.dataset.lastUsed
  button.lastElementChild.append(note)
}

/* A logo that cannot be loaded still covers the bank's initial. */
function uncoverInitials() {
  for (const image of document.querySelectorAll('.initial img')) {
    if (image.complete && image.naturalWidth === 0) image.remove()
    image.addEventListener('error', () => image.remove())
  }
}

/* A browser may forbid storage. */
function keep(name, value) {
  try {
    localStorage.setItem(name, value)
  } catch {}
}

function kept(name) {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function filterBanks() {
  const field = document.querySelector('#q')
  if (!field) return
  const none = document.querySelector('.none')
  const everywhere = document.querySelector('.everywhere')
  const folded = (text) => text.trim().normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()
  const filter = () => {
    const searched = folded(field.value)
    let shown = 0
    for (const item of document.querySelectorAll('.banks li')) {
      item.hidden = !folded(item.textContent).includes(searched)
      if (!item.hidden) shown += 1
    }
    const { none: noneFound, shown: someFound } = none.dataset
    none.textContent = shown > 0 ? someFound.replace('{count}', shown) : noneFound
    none.classList.toggle('hidden', shown > 0)
    if (!everywhere) return
    everywhere.hidden = shown > 0
    const link = everywhere.querySelector('a')
    link.search = link.search.replace(/&q=[^&]*/, () => '&q=' + encodeURIComponent(field.value))
  }
  field.addEventListener('input', filter)
  /* The payer may type before the script is loaded. */
  if (field.value !== field.defaultValue) filter()
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

/* Polls where no event stream arrives: too many are open, or a proxy holds it back. */
function followStatus() {
  const shown = document.querySelector('[data-status]').dataset.status
  const quick = 700
  const slow = 30000
  let wait = quick
  let timer
  let stream
  const next = () => {
    clearTimeout(timer)
    timer = setTimeout(look, wait)
  }
  async function look() {
    try {
      const answer = await fetch(payPath + '/status', { cache: 'no-store' })
      show(await answer.json())
    } catch {
      /* A failed request must not end the polls. */
    }
    if (wait !== slow) wait = Math.min(wait * 1.3, 10000)
    next()
  }
  function show({ status }) {
    /* The status of problem+json is a number, and the page must not change. */
    if (typeof status !== 'string' || status === shown) return
    stream?.close()
    location.replace(home)
  }
  function listen() {
    if ('preview' in document.body.dataset) return
    stream = new EventSource(payPath + '/status')
    stream.onmessage = ({ data }) => {
      wait = slow
      next()
      show(JSON.parse(data))
    }
    stream.onerror = () => {
      if (wait !== slow) return
      wait = quick
      next()
    }
  }
  /* Avoids a wait of up to ten seconds when the payer comes back from the bank. */
  document.addEventListener('visibilitychange', () => {
    stream?.close()
    if (document.visibilityState !== 'visible') return
    wait = quick
    clearTimeout(timer)
    look()
    listen()
  })
  next()
  listen()
}
`
