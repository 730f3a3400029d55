import { toLogoImage } from './logo-image.ts'

process.once('message', (bytes: Uint8Array) => {
  void toLogoImage(bytes).then((answer) => process.send?.(answer))
})
process.once('disconnect', () => process.exit())
