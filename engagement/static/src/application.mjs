// Progressive enhancement only: every page works without this file.

import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs'
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs'
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs'
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs'
import { Radios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs'
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'
import { createAll } from 'govuk-frontend/dist/govuk/init.mjs'
import { adviseWhileTyping } from './scripts/advice.mjs'
import { startAutosave } from './scripts/autosave.mjs'
import { offerToCopy } from './scripts/copy.mjs'
import { openAtPhoneWidth } from './scripts/phone-width.mjs'
import { offerPasskeys } from './scripts/passkeys.mjs'
import { showPrintButtons } from './scripts/print.mjs'
import { offerToReadAloud } from './scripts/read-aloud.mjs'
import { clearWhenNobodyIsThere } from './scripts/still-there.mjs'

// The classes that the components look for; an inline script would need a hole in the content security policy.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

createAll(Button, { preventDoubleClick: true })
for (const component of [CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink]) createAll(component)

openAtPhoneWidth()
showPrintButtons()
offerToCopy()
offerToReadAloud()
offerPasskeys()
clearWhenNobodyIsThere()
startAutosave()
adviseWhileTyping()
