import { readEvents, timeline } from '../clients/client.ts'
import type { World } from './harness.ts'

export async function moneyEvents(world: World, id: string): Promise<string[]> {
  return (await timeline(world, id)).filter((type) => type.startsWith('payment_') || type === 'paid')
}

export async function railWords(world: World, id: string): Promise<string[]> {
  return (await readEvents(world, id)).flatMap(({ type, data: { rail_status: status } }) =>
    typeof status === 'string' ? [`${type.replace('invoice.', '')} ${status}`] : [],
  )
}

export async function failureReasons(world: World, id: string): Promise<unknown[]> {
  return (await readEvents(world, id))
    .filter(({ type }) => type === 'invoice.payment_failed')
    .map(({ data }) => data['reason'])
}

export async function pageNotice(link: string): Promise<string> {
  const page = await (await fetch(link)).text()
  const [, notice = ''] =
    /role="alert">([\s\S]*?)<\/p>/.exec(page) ??
    /role="status">\s*<h2>[^<]*<\/h2>\s*([\s\S]*?)<\/div>/.exec(page) ??
    /<h1>[^<]* paid<\/h1>\s*([\s\S]*?)\s*<dl>/.exec(page) ??
    []
  return notice
    .replace(/<\/?span[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
