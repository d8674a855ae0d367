// Has the browser make or show a passkey and sends what it says. Without script, or without passkeys, there is a code.

export function offerPasskeys() {
  const parse = window.PublicKeyCredential?.parseCreationOptionsFromJSON
  if (!parse || !navigator.credentials) return
  for (const form of document.querySelectorAll('[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const trouble = form.querySelector('[data-passkey-trouble]')
      trouble.hidden = true
      try {
        const credential = await fromBrowser(form.dataset.passkey, JSON.parse(form.dataset.asked))
        form.querySelector('[name$="credential"]').value = JSON.stringify(credential.toJSON())
      } catch (error) {
        // Cancelled, timed out or unknown to this device: all that can be done is to try again.
        trouble.hidden = false
        return
      }
      form.submit()
    })
  }
}

function fromBrowser(does, asked) {
  return does === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) })
}
