import { describe, expect, it, vi } from 'vitest';
import { LazyPanel, type Panel } from '../../../packages/desk/src/lazy-panel.js';

function setUp(loaded: () => Promise<Panel>) {
  const life = new AbortController();
  const shown: boolean[] = [];
  const onFailed = vi.fn();
  const again = vi.fn();
  let close = (): void => undefined;
  class Counted extends LazyPanel<Panel> {
    protected override again(panel: Panel): void {
      again(panel);
    }
  }
  const panel = new Counted(
    { onChange: (isShown) => shown.push(isShown), onFailed, signal: life.signal },
    (closeItself) => {
      close = closeItself;
      return loaded();
    },
  );
  return { panel, shown, onFailed, again, life, close: () => close() };
}
const part = (): Panel => ({ element: {} as HTMLElement, update: vi.fn(), focus: vi.fn() });

describe('a part of the desk that comes and goes', () => {
  it('is loaded once, comes, goes by the same press or by itself, and is told when it comes again', async () => {
    const loaded = part();
    const load = vi.fn(() => Promise.resolve(loaded));
    const { panel, shown, again, close } = setUp(load);
    panel.update(); // nothing is there
    await panel.toggle();
    expect([panel.element, panel.panel, again.mock.calls.length]).toEqual([loaded.element, loaded, 0]);
    panel.update();
    panel.focus();
    expect([vi.mocked(loaded.update).mock.calls.length, vi.mocked(loaded.focus).mock.calls.length]).toEqual([1, 1]);
    await panel.toggle();
    expect(panel.element).toBeNull();
    await panel.toggle();
    expect([panel.element, again.mock.calls]).toEqual([loaded.element, [[loaded]]]);
    close();
    expect([panel.element, shown, load.mock.calls.length]).toEqual([null, [true, false, true, false], 1]);
  });

  it('says when it could not be loaded, and is loaded by the next press', async () => {
    const load = vi.fn(() => Promise.resolve(part()));
    load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
    const { panel, shown, onFailed } = setUp(load);
    await panel.toggle();
    expect([panel.element, shown, onFailed.mock.calls.length]).toEqual([null, [], 1]);
    await panel.toggle();
    expect([panel.element === null, shown, onFailed.mock.calls.length]).toEqual([false, [true], 1]);
  });

  it('gives way to something else without a word, and does not come when the desk is gone', async () => {
    const { panel, shown, life } = setUp(() => Promise.resolve(part()));
    await panel.toggle();
    panel.hide();
    expect([panel.element, shown]).toEqual([null, [true]]);
    life.abort();
    await panel.toggle();
    expect([panel.element, shown]).toEqual([null, [true]]);
  });

  it('is there once, however often it was asked for while it was loaded', async () => {
    const loaded: Panel[] = [];
    const { panel } = setUp(() => {
      const one = part();
      loaded.push(one);
      return Promise.resolve(one);
    });
    await Promise.all([panel.toggle(), panel.toggle()]);
    expect(panel.panel).toBe(loaded[0]);
  });
});
