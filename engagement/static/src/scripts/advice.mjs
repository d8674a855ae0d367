// Advice on a text while somebody types it. Without this it comes when the page is saved; nothing waits for it.

const PAUSE = 600

export function adviseWhileTyping() {
  for (const note of document.querySelectorAll('[data-advice-on]')) {
    const field = document.getElementById(note.dataset.adviceOn)
    if (field) advise(field, note)
  }
}

function advise(field, note) {
  let timer
  let asked = 0

  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })

  async function ask() {
    const number = ++asked
    const body = new URLSearchParams({
      csrf_token: field.form.elements.csrf_token.value,
      text: field.value,
      asks: note.dataset.adviceAsks
    })
    const advice = await answered(note.dataset.adviceFrom, body)
    // An answer that was overtaken by a later question says nothing about what is there now.
    if (advice && number === asked) show(note, advice)
  }
}

async function answered(address, body) {
  try {
    const answer = await fetch(address, { method: 'POST', body, redirect: 'error' })
    return answer.ok ? (await answer.json()).advice : null
  } catch {
    return null
  }
}

function show(note, advice) {
  const list = note.querySelector('ul')
  list.replaceChildren(...advice.map((said) => Object.assign(document.createElement('li'), { textContent: said })))
  note.hidden = advice.length === 0
}
