import type { Page } from 'playwright-core'

export interface View {
  /** The time ends when text, style and logo are shown. */
  seconds: number
  kilobytes: number
  loads: { path: string; kilobytes: number }[]
}

const CPU_SLOWER = 4
/** A slow phone connection; bytes a second and milliseconds. */
const NETWORK = { offline: false, downloadThroughput: 200_000, uploadThroughput: 93_750, latency: 150 }

/** @see https://chromedevtools.github.io/devtools-protocol/tot/Network/#method-emulateNetworkConditions */
export async function openThrottled(page: Page, url: string): Promise<View> {
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Network.enable')
  await protocol.send('Network.emulateNetworkConditions', NETWORK)
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  const paths = new Map<string, string>()
  const loads: View['loads'] = []
  protocol.on('Network.requestWillBeSent', ({ requestId, request }) =>
    paths.set(requestId, new URL(request.url).pathname.replace(/lnk_[^/]+/, '…')),
  )
  protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    loads.push({ path: paths.get(requestId) ?? '', kilobytes: encodedDataLength / 1_000 }),
  )
  await page.goto(url, { waitUntil: 'networkidle' })
  const milliseconds = await page.evaluate<number>(SHOWN_AT)
  const kilobytes = loads.reduce((sum, load) => sum + load.kilobytes, 0)
  return { seconds: milliseconds / 1_000, kilobytes, loads }
}

/** The image is drawn when it is loaded, but not before the first paint. */
const SHOWN_AT = `(async () => {
  await document.querySelector('img.logo').decode()
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  const [logo] = performance.getEntriesByName(document.querySelector('img.logo').src)
  return Math.max(paint.startTime, logo.responseEnd)
})()`
