// On a device that people share: after a while without a touch it asks, and later it clears the screen by itself.

const ASKS_AFTER = 10 * 60_000
const CLEARS_AFTER = 12 * 60_000
const LOOKS_EVERY = 1_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'input', 'wheel', 'touchstart']

export function clearWhenNobodyIsThere() {
  const dialog = document.querySelector('[data-still-there]')
  if (!dialog) return
  const form = dialog.querySelector('form')
  let lastSign = Date.now()
  let cleared = false

  const stay = () => {
    lastSign = Date.now()
    dialog.close()
  }
  dialog.querySelector('[data-still-here]').addEventListener('click', stay)
  dialog.addEventListener('cancel', stay)
  for (const sign of SIGNS_OF_LIFE) {
    document.addEventListener(sign, () => { if (!dialog.open) lastSign = Date.now() }, { passive: true })
  }

  // By the clock and not by a count, because a device that sleeps counts nothing.
  setInterval(() => {
    const quiet = Date.now() - lastSign
    if (quiet >= CLEARS_AFTER && !cleared) {
      cleared = true
      form.submit()
    } else if (quiet >= ASKS_AFTER && !dialog.open) {
      dialog.showModal()
    }
  }, LOOKS_EVERY)
}
