/** `npm start` as its reader runs it: a process of its own, the owner's link from its output, real browsers at what it serves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, openChat, test } from '../support/shop-test.js';

interface Started {
  /** Everything that was printed so far. */
  output(): string;
  /** Ends it as Ctrl+C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends it anyhow and takes its data away. */
  release(): Promise<void>;
}

function npmStart(): Started {
  const data = mkdtempSync(join(tmpdir(), 'support-chat-start-'));
  // Only what a program needs to start, so that no setting of this shell changes the test.
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const argv = [resolve('scripts/start.mjs'), '--port', '0', '--data', data];
  const child = spawn(process.execPath, argv, { env: { PATH, HOME, TMPDIR }, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const endWithTests = () => child.kill('SIGKILL');
  process.once('exit', endWithTests);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return {
    output: () => text,
    async stop() {
      child.kill('SIGINT');
      await closed;
      return child.exitCode;
    },
    async release() {
      child.kill('SIGKILL');
      await closed;
      process.off('exit', endWithTests);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

let started: Started;
test.beforeEach(() => {
  started = npmStart();
});
test.afterEach(() => started.release());

test('npm start prints the addresses and a link that makes the owner, who answers a visitor', async ({ person }) => {
  // How long to wait, not how long it may take: a clean clone is built first.
  await expect.poll(() => started.output(), { timeout: 60_000 }).toMatch(/#setup=\S+\n/);
  const address = (pattern: RegExp): string => pattern.exec(started.output())?.[1] ?? '';
  const shopUrl = address(/Shop +(http:\S+)\n/);
  const deskUrl = address(/Desk +(http:\S+)\n/);
  const link = address(/(http:\S+#setup=\S+)\n/);
  expect(link.startsWith(`${deskUrl}#setup=`)).toBe(true);

  const [{ page: desk }, { page: shop }] = [await person(), await person()];
  await desk.goto(link);
  await desk.getByLabel('Name').fill('Ada');
  await desk.getByLabel('E-mail').fill('ada@example.org');
  await desk.getByLabel('Password').fill('correct horse battery');
  await desk.getByLabel('Password').press('Enter');
  await expect(desk.getByRole('tab', { name: 'Waiting' })).toBeVisible();

  await shop.goto(shopUrl);
  const question = await openChat(shop);
  await question.fill('Is anybody there?');
  await question.press('Enter');
  await desk.locator('[data-conversation]').filter({ hasText: 'Is anybody there?' }).click();
  const pane = desk.locator('.pane');
  await pane.getByRole('textbox').fill('I just moved in.');
  await pane.getByRole('textbox').press('Enter');
  await expect(shop.getByRole('log')).toContainText('I just moved in.');
  await expect(shop.getByRole('dialog')).toContainText('Ada');

  await desk.goto('about:blank'); // no page that is left behind tries to come back and complains
  await shop.goto('about:blank');
  expect(await started.stop()).toBe(0);
});
