import { describe, expect, it } from 'vitest'
import { buttonValues, postForms } from './pages.ts'

const PAGE = `
  <form method="get" action="/search"><input name="q" value=""></form>
  <form class="pay" action="/pay/t/pay?a=1&amp;b=2" method="post">
    <input type="hidden" name="bank" value="">
    <input type="radio" name="speed" value="slow"><input type="radio" name="speed" value="fast" checked>
    <select name="account"><option value="current">1</option><option value="empty" selected>2</option></select>
  </form>
  <button name="bank" value="away" disabled>A</button><button name="bank" value="open">B</button>`

describe('postForms', () => {
  it('reads the address and the fields that a browser would send', () => {
    expect(postForms(PAGE, 'http://pay.example/pay/t')).toEqual([
      {
        action: 'http://pay.example/pay/t/pay?a=1&b=2',
        fields: new Map([
          ['account', 'empty'],
          ['bank', ''],
          ['speed', 'fast'],
        ]),
      },
    ])
  })
})

describe('buttonValues', () => {
  it('leaves out disabled buttons', () => {
    expect(buttonValues(PAGE, 'bank')).toEqual(['open'])
  })
})
