// Reads a page aloud: somebody's recording where there is one, else a voice that lives on this device, else the voice
// that we prepared. Nothing read leaves the device.

const READABLE = 'h1, h2, legend, .govuk-label, .govuk-hint, .govuk-error-message, p.govuk-body, li, .two-choices .govuk-button'
const NOT_READ = '.actions, .looks-link, .read-aloud, .on-paper-start, .signed, .govuk-error-summary, .govuk-character-count__message, [hidden]'
const PATIENCE = 1500

/** The texts of the page in order: each outermost element that is to be read and can be seen. */
function textsOf(main) {
  const found = [...main.querySelectorAll(READABLE)]
  return found.filter(
    (element) =>
      !element.closest(NOT_READ) &&
      !element.parentElement.closest(READABLE) &&
      element.getClientRects().length > 0 &&
      element.textContent.trim() !== ''
  )
}

/** A voice of this device in the language of the page; a voice from elsewhere would be sent what it reads. */
function ownVoice() {
  const language = document.documentElement.lang || 'en'
  const voices = (window.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService)
  const speaks = (wanted) => voices.find((voice) => voice.lang.replace('_', '-').startsWith(wanted))
  return (language === 'en' && speaks('en-GB')) || speaks(language)
}

/** The key under which a recording of a text is kept, as translations name it. */
function keyOf(element, scales) {
  if (element.dataset.heard) return element.dataset.heard
  const group = element.closest('.govuk-form-group')
  const field = element.matches('.govuk-label') ? document.getElementById(element.htmlFor) : null
  if (field && (field.type === 'radio' || field.type === 'checkbox')) {
    return `${scales[field.name] ?? field.name}.option.${field.value}`
  }
  const name = group?.querySelector('input, textarea, select')?.name
  if (!name) return undefined
  const matrix = element.closest('[data-matrix]')
  if (matrix) return element.matches('legend') ? `${matrix.dataset.matrix}.row.${name}` : undefined
  if (element.matches('.govuk-hint')) return `${name}.help`
  return element.matches('legend, .govuk-label, h1') ? `${name}.text` : undefined
}

class Reader {
  constructor(root) {
    this.root = root
    this.button = root.querySelector('button')
    this.none = root.querySelector('p')
    this.start = this.button.textContent
    this.recorded = new Set()
    this.prepared = new Set()
    this.scales = JSON.parse(root.dataset.scales ?? '{}')
    this.turn = 0
    this.button.addEventListener('click', () => (this.reading ? this.stop() : this.read()))
    window.addEventListener('pagehide', () => this.stop())
    window.speechSynthesis?.addEventListener?.('voiceschanged', () => this.offer())
  }

  async prepare() {
    if (this.root.dataset.sounds) {
      const answer = await fetch(this.root.dataset.sounds).catch(() => undefined)
      if (answer?.ok) {
        const heard = await answer.json()
        this.recorded = new Set(heard.recorded)
        this.prepared = new Set(heard.prepared)
      }
    }
    this.offer()
    setTimeout(() => this.offer(true), PATIENCE)
  }

  /** Shows the button once something can speak; after some patience, says so if nothing can. */
  offer(waited = false) {
    const can = Boolean(ownVoice()) || this.recorded.size > 0 || this.prepared.size > 0
    this.root.hidden = !can && !waited
    this.button.hidden = !can
    this.none.hidden = can || !waited
  }

  async read() {
    const turn = ++this.turn
    this.reading = true
    this.button.textContent = this.button.dataset.stop
    for (const element of textsOf(document.querySelector('main'))) {
      element.classList.add('is-read-aloud')
      element.scrollIntoView({ block: 'nearest' })
      await this.say(element)
      element.classList.remove('is-read-aloud')
      if (turn !== this.turn) return
    }
    this.stop()
  }

  /** Says one text; a recording that cannot be played is read by a voice. */
  async say(element) {
    const key = keyOf(element, this.scales)
    const sound = `${this.root.dataset.sounds}/${key}`
    if (this.recorded.has(key) && (await this.play(sound))) return
    if (!this.reading) return
    const voice = ownVoice()
    if (!voice) {
      if (this.prepared.has(key)) await this.play(sound)
      return
    }
    const words = new SpeechSynthesisUtterance(element.textContent.trim().replace(/\s+/g, ' '))
    Object.assign(words, { voice, lang: voice.lang, rate: 0.9 })
    await new Promise((resolve) => {
      this.release = resolve
      words.onend = words.onerror = resolve
      window.speechSynthesis.speak(words)
    })
  }

  /** Whether a recording was played to its end, or stopped by the person. */
  play(address) {
    return new Promise((resolve) => {
      this.sound = new Audio(address)
      this.release = () => resolve(true)
      this.sound.onended = this.release
      this.sound.onerror = () => resolve(false)
      this.sound.play().catch(() => resolve(false))
    })
  }

  stop() {
    this.turn += 1
    this.reading = false
    this.button.textContent = this.start
    this.sound?.pause()
    window.speechSynthesis?.cancel()
    this.release?.()
  }
}

export function offerToReadAloud() {
  const root = document.querySelector('[data-read-aloud]')
  if (root) new Reader(root).prepare()
}
