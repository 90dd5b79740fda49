#!/usr/bin/env node
/** `npx @support-chat/testkit check ./my-harness.js`: what the kit needs of Node, and nothing else. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCheck } from '@support-chat/testkit';

process.exit(
  await runCheck(process.argv.slice(2), {
    load: (path) => import(pathToFileURL(resolve(path)).href),
    print: (line) => console.log(line),
    tell: (line) => console.error(line),
  }),
);
