// Saves what is typed on a page of questions, and says so. Continue never waits for it.
// One post is under way at a time and is repeated as it is until an answer comes; nothing is kept in the browser's storage.

const EVERY = 15_000
const PATIENCE = 10_000
const AGAIN = { first: 5_000, longest: 60_000 }

export function startAutosave() {
  const form = document.getElementById('page')
  const state = document.getElementById('autosave')
  if (!form || !state) return

  let saved = typed(form)
  let unanswered = null
  let busy = false
  let left = false
  let wait = AGAIN.first
  let timer

  function say(what) {
    if (state.textContent !== state.dataset[what]) state.textContent = state.dataset[what]
  }

  async function save() {
    clearTimeout(timer)
    if (busy || left || (!unanswered && typed(form) === saved)) return
    busy = true
    unanswered ??= typed(form)
    const answer = await post(form.action, unanswered)
    busy = false
    if (left) return
    if (!answer) {
      say('waiting')
      timer = setTimeout(save, wait)
      wait = Math.min(wait * 2, AGAIN.longest)
      return
    }
    const sent = unanswered
    unanswered = null
    wait = AGAIN.first
    show(form, answer.seen)
    saved = withMarksOf(form, sent)
    say({ 200: 'saved', 409: 'clash' }[answer.status] ?? 'refused')
    if (answer.status === 200 && typed(form) !== saved) save()
  }

  form.addEventListener('change', save)
  form.addEventListener('focusout', save)
  window.addEventListener('online', save)
  setInterval(save, EVERY)
  form.addEventListener('submit', () => {
    left = true
    if (unanswered) sayWhatWasSent(form, unanswered)
  })
  // Back may bring the page as it was left, which would clash with what it saved itself.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
}

function typed(form) {
  return new URLSearchParams(new FormData(form)).toString()
}

async function post(address, body) {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `${body}&go=autosave`,
      signal: AbortSignal.timeout(PATIENCE)
    })
    if (![200, 403, 409].includes(answer.status)) return null
    return { status: answer.status, ...(await answer.json()) }
  } catch {
    return null
  }
}

function show(form, seen) {
  for (const [name, mark] of Object.entries(seen)) {
    const input = form.elements.namedItem(name)
    if (input) input.value = mark
  }
}

// What was sent, as the form would send it now that its marks are new.
function withMarksOf(form, sent) {
  const then = new URLSearchParams(sent)
  const now = new FormData(form)
  for (const name of new Set(then.keys())) if (name.startsWith('seen.')) then.set(name, now.get(name))
  return then.toString()
}

// An answer that never came leaves open whether it was saved: the page tells what it sent, so that it is no clash.
function sayWhatWasSent(form, sent) {
  for (const [name, value] of new URLSearchParams(sent)) {
    if (name.includes('.') || name === 'csrf_token') continue
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name: `sent.${name}`, value })
    form.append(input)
  }
}
