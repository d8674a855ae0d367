// Copies what a field holds. Without script, or where a browser forbids it, people copy from the field themselves.

export function offerToCopy() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    const field = document.getElementById(button.dataset.copy)
    const state = document.getElementById(`${button.dataset.copy}-copied`)
    if (!field || !navigator.clipboard) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      field.select()
      await navigator.clipboard.writeText(field.value)
      state.textContent = button.dataset.copied
    })
  }
}
