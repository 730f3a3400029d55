#!/usr/bin/env bash
# Package and version: sharp 0.35.5 (npm), with its libvips.
#
# Behaviour: `timeout({ seconds })` does not stop an SVG while its filters are drawn, because they are drawn in one step.
# A file of 30 kB keeps a thread of the pool busy for many minutes.
#
# Expected: the promise is rejected with "timeout" after that many seconds, as for a slow operation on a raster image.
#
# Output seen:
#   slow blur of a raster image, timeout of 1 s: rejected, timeout
#   filters of an SVG, timeout of 1 s: still running after 10 s
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5

cat >draw.mjs <<'EOF'
import sharp from 'sharp'

const filter = '<feTurbulence numOctaves="50" baseFrequency="0.5"/><feGaussianBlur stdDeviation="100"/>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400">
  <filter id="f">${filter.repeat(300)}</filter>
  ${'<rect width="800" height="400" filter="url(#f)"/>'.repeat(50)}</svg>`
const raster = { create: { width: 10_000, height: 10_000, channels: 3, background: '#fff' } }
const image = process.argv[2] === 'svg' ? sharp(Buffer.from(svg)) : sharp(raster).blur(500)
await image.timeout({ seconds: 1 }).png().toBuffer().then(
  () => console.log('finished'),
  (error) => console.log(`rejected, ${error.message.split(':')[0]}`),
)
EOF
cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'

const run = (kind) => {
  const { stdout, signal } = spawnSync(process.execPath, ['draw.mjs', kind], { timeout: 10_000, encoding: 'utf8' })
  return signal ? 'still running after 10 s' : stdout.trim()
}
const seen = [
  `slow blur of a raster image, timeout of 1 s: ${run('raster')}`,
  `filters of an SVG, timeout of 1 s: ${run('svg')}`,
]
console.log(seen.join('\n'))
assert.deepEqual(seen, [
  'slow blur of a raster image, timeout of 1 s: rejected, timeout',
  'filters of an SVG, timeout of 1 s: still running after 10 s',
])
EOF
node see.mjs
