// A page in a window as wide as a phone; without the script the same link opens it in a window of any width.

const WINDOW = 'popup,width=390,height=844'

export function openAtPhoneWidth() {
  for (const link of document.querySelectorAll('[data-phone-width]')) {
    link.addEventListener('click', (event) => {
      if (window.open(link.href, '', WINDOW)) event.preventDefault()
    })
  }
}
