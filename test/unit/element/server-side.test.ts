import { describe, expect, it } from 'vitest';

describe('V1 importing on a server never touches a window', () => {
  it.each([
    '../../../packages/element/src/define.js',
    '../../../packages/element/src/session.js',
    '../../../packages/element/src/panel/panel.js',
    '../../../packages/support-chat/src/define.js',
    '../../../packages/support-chat/src/index.js',
  ])('%s', async (path) => {
    const before = Object.getOwnPropertyNames(globalThis).filter((name) => !/^lit|reactiveElement/.test(name));
    const module = (await import(/* @vite-ignore */ path)) as Record<string, unknown>;
    if ('define' in module) (module['define'] as () => void)();
    const after = Object.getOwnPropertyNames(globalThis).filter((name) => !/^lit|reactiveElement/.test(name));
    expect(after).toEqual(before);
    expect('window' in globalThis).toBe(false);
  });
});
