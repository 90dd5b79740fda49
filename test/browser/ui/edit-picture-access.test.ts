/** The picture editor for everybody: by keyboard alone, by ear, on a small screen, from right to left, in forced colours. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { setViewport } from '../../support/set-viewport.js';
import { smallTargets } from '../../support/small-targets.js';
import { EditorFixture, pictureOf, pixelsOf, RED, WHITE } from './editor-fixture.js';
import { until } from './log-fixture.js';

describe('V12 the picture editor is for everybody', function () {
  this.timeout(60_000);
  let editor: EditorFixture;
  beforeEach(async () => {
    editor = await EditorFixture.make();
  });
  afterEach(() => editor.release());

  it('Y5 the whole way by keyboard: choose, place, move, resize, keep, undo, use', async () => {
    await editor.open(await pictureOf());
    expect(editor.root.activeElement).to.equal(editor.button('Arrow'));
    await editor.press('ArrowRight', 'Enter');
    expect(editor.button('Box').ariaPressed).to.equal('true');
    await editor.press('Tab');
    expect(editor.root.activeElement).to.equal(editor.canvas);
    await editor.press('Enter');
    expect(editor.said).to.equal('In the middle: Box');
    await editor.press('ArrowLeft', 'Shift+ArrowUp');
    expect(editor.said).to.equal('Box: 34% from the left, 28% from the top, 30% wide, 30% high');
    await editor.press('Alt+ArrowRight', 'Alt+Shift+ArrowDown');
    expect(editor.said).to.equal('Box: 34% from the left, 28% from the top, 31% wide, 37% high');
    await editor.press('Enter');
    expect(editor.said).to.equal('Kept: Box');
    await editor.press('Enter', 'Delete');
    expect(editor.said).to.equal('Removed: Box');
    await editor.press('Enter', 'Enter', 'Control+z');
    expect(editor.said).to.equal('Undone: Box');
    await editor.press('Tab', 'Tab');
    expect(editor.root.activeElement).to.equal(editor.button('Use picture'));
    await editor.press('Enter');
    const after = await pixelsOf((await editor.result)!);
    // 400 × 300: placed at 140, 105, 120 × 90; moved by −4 and −20, resized by 4 and 20.
    for (const [x, y] of [
      [136, 120],
      [260, 120],
      [200, 85],
      [200, 195],
    ] as const) {
      expect(after.at(x, y), `${x}, ${y}`).to.equal(RED);
    }
    expect(after.at(200, 105)).to.equal(WHITE);
  });

  it('Y5 a pen draws by keyboard, a crop crops, a blur blurs', async () => {
    await editor.open(await pictureOf((x) => (x % 2) * 255));
    editor.button('Pen').click();
    editor.canvas.focus();
    await editor.press('Enter', 'Alt+Shift+ArrowRight', 'Alt+Shift+ArrowRight', 'Enter');
    editor.button('Blur').click();
    editor.canvas.focus();
    await editor.press('Enter', 'Shift+ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowUp', 'Enter');
    editor.button('Crop').click();
    editor.canvas.focus();
    await editor.press('Enter', 'Enter');
    const after = await editor.used();
    expect([after.width, after.height]).to.deep.equal([320, 240]);
    expect(after.at(160 + 30, 120)).to.equal(RED);
    expect(after.at(160, 60)).to.equal(after.at(161, 60));
    expect(after.at(160, 200)).to.not.equal(after.at(161, 200));
  });

  it('Y5 Escape lets a shape go, then asks, then goes on; the chat editor.outside hears none of it', async () => {
    await editor.open(await pictureOf());
    editor.canvas.focus();
    await editor.press('Enter', 'Enter', 'Enter', 'Escape');
    expect(editor.said).to.equal('Removed: Arrow');
    await editor.press('Escape');
    expect(editor.dialog?.open).to.equal(true);
    expect(editor.root.activeElement).to.equal(editor.button('Keep editing'));
    await editor.press('Escape');
    expect(editor.root.activeElement).to.equal(editor.canvas);
    editor.button('Cancel').click();
    editor.button('Discard').click();
    expect(await editor.result).to.equal(null);
    expect(editor.outside).to.deep.equal([]);
  });

  it('Y1 axe finds nothing, also while it asks', async () => {
    const findings = async (): Promise<unknown> => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
        editor.root.host as HTMLElement,
        {
          rules: { 'target-size': { enabled: true } },
        },
      );
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    };
    await editor.open(await pictureOf());
    expect(await findings()).to.deep.equal([]);
    editor.canvas.focus();
    await editor.press('Enter', 'Enter', 'Escape');
    expect(await findings()).to.deep.equal([]);
    expect(smallTargets(editor.dialog!)).to.deep.equal([]);
  });

  it('Y5 the toolbar is one stop; arrows go round, Home and End to its ends', async () => {
    await editor.open(await pictureOf());
    await editor.press('Home');
    expect(editor.root.activeElement).to.equal(editor.button('Crop'));
    await editor.press('ArrowLeft');
    expect(editor.root.activeElement).to.equal(editor.button('Remove shape'));
    await editor.press('ArrowRight', 'End');
    expect(editor.root.activeElement).to.equal(editor.button('Remove shape'));
    expect(editor.root.querySelectorAll('[role="toolbar"] [tabindex="0"]')).to.have.length(1);
  });

  it('V24 from right to left the toolbar begins at the right, and arrows go as it looks', async () => {
    await editor.open(await pictureOf(), 'ar');
    const left = (name: string): number => editor.button(name).getBoundingClientRect().left;
    expect(left('اقتصاص')).to.be.greaterThan(left('قلم'));
    expect(left('قلم')).to.be.greaterThan(left('تراجع'));
    editor.button('اقتصاص').focus();
    await editor.press('ArrowLeft');
    expect(editor.root.activeElement).to.equal(editor.button('قلم'));
    expect(editor.dialog?.lang).to.equal('ar');
  });

  for (const [width, height] of [
    [320, 640],
    [640, 320],
  ] as const) {
    it(`V10 ${width} × ${height}: it fills the screen, nothing is cut off, the picture has room`, async () => {
      await editor.open(await pictureOf(() => 255, 1200, 1000), 'de');
      await setViewport({ width, height }); // as when a phone is turned
      // Engines bring their styles up to a new size in a frame of their own.
      await until(() => {
        const box = editor.dialog!.getBoundingClientRect();
        return box.width === width && box.height === height;
      }, 'it fills the screen');
      for (const one of editor.root.querySelectorAll('dialog button')) {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        expect(left >= 0 && right <= width && top >= 0 && bottom <= height, one.outerHTML).to.equal(true);
      }
      expect(editor.dialog!.scrollWidth).to.equal(width);
      expect(smallTargets(editor.dialog!)).to.deep.equal([]);
      const shown = editor.canvas.getBoundingClientRect();
      expect(shown.height).to.be.greaterThan(height / 3);
      expect(shown.right).to.be.at.most(width);
      expect(shown.width / shown.height).to.be.closeTo(1.2, 0.02);
    });
  }

  it('Y6 in forced colours the chosen tool and the colours are told apart', async function () {
    await editor.open(await pictureOf());
    await emulateMedia({ forcedColors: 'active' }).catch(() => this.skip()); // only Chromium can
    try {
      if (!matchMedia('(forced-colors: active)').matches) this.skip();
      const backOf = (name: string, pseudo?: string): string =>
        getComputedStyle(editor.button(name), pseudo).backgroundColor;
      expect(backOf('Arrow')).to.not.equal(backOf('Box'));
      expect(backOf('Red', '::before')).to.equal('rgb(217, 45, 32)');
      expect(backOf('Black', '::before')).to.equal('rgb(0, 0, 0)');
    } finally {
      await emulateMedia({ forcedColors: 'none' });
    }
  });
});
