import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { setViewport } from '../support/set-viewport.js';

describe('the engine under test', () => {
  it('has what the chat stands on: popover, content-visibility, custom states', () => {
    expect('showPopover' in HTMLElement.prototype).to.equal(true);
    expect(CSS.supports('content-visibility', 'auto')).to.equal(true);
    expect('CustomStateSet' in window).to.equal(true);
  });

  it('takes keys and a phone-sized viewport from the tests', async () => {
    await setViewport({ width: 320, height: 568 });
    expect([innerWidth, innerHeight]).to.deep.equal([320, 568]);
    const input = await fixture<HTMLInputElement>(html`<input aria-label="Sample" />`);
    input.focus();
    await sendKeys({ type: 'hi' });
    expect(input.value).to.equal('hi');
    await setViewport({ width: 800, height: 600 });
  });
});
