import 'axe-core/axe.min.js';
import { SupportDeskElement } from '@support-chat/desk';
import type axe from 'axe-core';
import { expect } from '@open-wc/testing';
import { untilAtRest } from '../../support/mount-chat.js';
import { smallTargets } from '../../support/small-targets.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

/** What axe finds, one line for each finding. The size of targets is of WCAG 2.2, and off unless asked for. */
async function findings(element: Element): Promise<string[]> {
  const root = element.getRootNode();
  await untilAtRest(root instanceof ShadowRoot ? root.host : element);
  const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(element as HTMLElement, {
    rules: { 'target-size': { enabled: true } },
  });
  const small = smallTargets(element.shadowRoot ?? element);
  return [...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)), ...small];
}

describe('the desk by axe (Y6, Y8)', () => {
  let fixture: DeskFixture | undefined;
  afterEach(() => fixture?.release());

  for (const scheme of ['light', 'dark'] as const) {
    it(`has no finding in any state, ${scheme}`, async function () {
      this.timeout(60_000); // axe takes its time in WebKit, and there are five states
      fixture = await showDesk();
      const { desk, root } = fixture;
      desk.colorScheme = scheme;
      await desk.updateComplete;
      expect(await findings(desk)).to.deep.equal([]);
      fixture.adapter.emit({
        type: 'inbox-changed',
        conversation: summary({
          id: 'conversation-0001',
          visitor: { kind: 'visitor', id: 'visitor-0001', name: 'Bea' },
          email: 'bea@example.org',
          page: { url: 'https://example.org/', title: 'A page' },
          waitingSince: Date.now() - 10 * 60_000,
          lastMessage: { author: { kind: 'visitor', id: 'visitor-0001' }, text: 'Hello', time: Date.now() },
        }),
      });
      await fixture.open('Bea');
      await fixture.open('Ida');
      await fixture.open('Bea');
      expect(await findings(desk)).to.deep.equal([]);
      fixture.button('Side by side').click();
      await desk.updateComplete;
      expect(await findings(desk)).to.deep.equal([]);
      fixture.button('Show all keys').click();
      expect(await findings(root.querySelector('dialog') as Element)).to.deep.equal([]);
      root.querySelector('dialog')?.close();
      fixture.adapter.goOffline('protocol-unsupported');
      await fixture.until(() => root.querySelector('.notice'), 'the line');
      expect(await findings(desk)).to.deep.equal([]);
    });
  }

  it('has no finding on a phone', async function () {
    this.timeout(60_000);
    fixture = await showDesk({ ...THREE, width: 390 });
    expect(await findings(fixture.desk)).to.deep.equal([]);
    const pane = await fixture.open('Bea');
    expect(await findings(fixture.desk)).to.deep.equal([]);
    fixture.button('About the visitor', pane).click();
    await fixture.desk.updateComplete;
    expect(await findings(fixture.desk)).to.deep.equal([]);
  });

  it('has no finding in its forms', async () => {
    fixture = undefined;
    SupportDeskElement.defaultAdapter = () => {
      throw new Error('Nobody signs in here.');
    };
    history.replaceState(null, '', '#setup=token-0123456789');
    const desk = document.createElement('support-desk');
    desk.locale = 'en';
    document.body.append(desk);
    await desk.updateComplete;
    desk.shadowRoot?.querySelector('form')?.requestSubmit();
    await desk.updateComplete;
    const found = await findings(desk);
    desk.remove();
    SupportDeskElement.defaultAdapter = undefined;
    expect(found).to.deep.equal([]);
  });
});
