// Builds ../dist: every file's name carries a hash of its content, and manifest.json maps plain names to built ones.

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'
import * as sass from 'sass'

const source = dirname(fileURLToPath(import.meta.url))
const built = join(source, '..', 'dist')
const modules = join(source, 'node_modules')
const fontsource = join(modules, '@fontsource', 'atkinson-hyperlegible-next')
const manifest = {}

function write(name, content) {
  const { name: stem, ext } = parse(name)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  manifest[name] = `${stem}-${hash}${ext}`
  writeFileSync(join(built, manifest[name]), content)
}

rmSync(built, { recursive: true, force: true })
mkdirSync(built)

for (const weight of ['400', '700']) {
  for (const [letters, name] of [
    ['latin', `atkinson-hyperlegible-next-${weight}.woff2`],
    ['latin-ext', `atkinson-hyperlegible-next-more-${weight}.woff2`]
  ]) {
    write(name, readFileSync(join(fontsource, 'files', `atkinson-hyperlegible-next-${letters}-${weight}-normal.woff2`)))
  }
}
cpSync(join(fontsource, 'LICENSE'), join(built, 'atkinson-hyperlegible-next.LICENSE.txt'))

const pictures = join(source, 'pictures')
for (const picture of readdirSync(pictures).sort()) write(picture, readFileSync(join(pictures, picture)))

const style = sass.compile(join(source, 'application.scss'), {
  importers: [new sass.NodePackageImporter(source)],
  quietDeps: true,
  style: 'compressed'
})
// Every colour is set in _theme.scss, so the second copy that each use carries in case it is not only adds weight.
const css = style.css
  .replace(/var\((--govuk-[a-z-]+-colour), *#[0-9a-f]+\)/g, 'var($1)')
  .replace(/url\("?([^":)]+)"?\)/g, (_, name) => `url("${manifest[name] ?? name}")`)
write('application.css', css)

const script = await esbuild.build({
  entryPoints: [join(source, 'application.mjs')],
  bundle: true,
  format: 'esm',
  legalComments: 'none',
  minify: true,
  target: 'es2020',
  write: false
})
write('application.js', script.outputFiles[0].contents)

const sorted = Object.fromEntries(Object.entries(manifest).sort())
writeFileSync(join(built, 'manifest.json'), JSON.stringify(sorted, null, 2) + '\n')
