import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { boundaries, findViolations, readManifests } from '../../../scripts/check-boundaries.mjs';

const manifests = readManifests(fileURLToPath(new URL('../../..', import.meta.url)));
const violations = (path: string, text: string) => findViolations({ path, text }, manifests);

describe('the import boundaries', () => {
  it('name every package there is', () => {
    expect(Object.keys(boundaries).sort()).toEqual(Object.keys(manifests).sort());
  });

  it.each([
    ['an arrow upwards', 'packages/core/src/a.ts', "import { x } from '@support-chat/ui';"],
    ['an adapter in the element', 'packages/element/src/a.ts', "import '@support-chat/adapter-sse';"],
    ['a lazy import of it', 'packages/element/src/a.ts', "void import('@support-chat/adapter-sse');"],
    ['only its types', 'packages/element/src/a.ts', "import type { X } from '@support-chat/adapter-sse';"],
    ['Node in the core', 'packages/core/src/a.ts', "import { readFile } from 'node:fs';"],
    ['the DOM library in the protocol', 'packages/protocol/src/a.ts', '/// <reference lib="dom" />\nexport {};'],
    ['another package by path', 'packages/ui/src/a.ts', "import '../../core/src/state.js';"],
    ['a dependency that is not declared', 'packages/ui/src/a.ts', "import 'valibot';"],
    ['a private path of a package', 'packages/ui/src/a.ts', "import '@support-chat/core/src/state.js';"],
    ['a deep import in an end-to-end test', 'test/e2e/a.spec.ts', "import '../../packages/core/src/state.js';"],
    ['a deep import in a story', 'stories/a.stories.ts', "import '../packages/ui/src/log.js';"],
  ])('refuse %s', (_what, path, text) => {
    expect(violations(path, text)).not.toEqual([]);
  });

  it.each([
    ['an arrow downwards', 'packages/element/src/a.ts', "import { x } from '@support-chat/core';"],
    ['a file of the same package', 'packages/core/src/outbox/a.ts', "import '../state.js';"],
    ['Node in the server', 'packages/server/src/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['a locale by its public name', 'packages/element/src/a.ts', "void import('@support-chat/ui/locales/de');"],
    ['a deep import in a unit test', 'test/unit/core/a.test.ts', "import '../../../packages/core/src/state.js';"],
  ])('allow %s', (_what, path, text) => {
    expect(violations(path, text)).toEqual([]);
  });
});
