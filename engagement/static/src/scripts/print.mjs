// A print button is of no use without script, so the page hides it until there is one.

export function showPrintButtons() {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
