/**
 * Web Test Runner launcher for WebKitGTK (Debian: webkit2gtk-driver), speaking WebDriver itself.
 * Owns the X server, one driver process and one window per concurrent test file; a window is reused for the next file.
 * Offers what `@web/test-runner-commands` asks of a WebDriver browser: keys, mouse, viewport.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startXvfb } from './xvfb.mjs';

const windowScript = fileURLToPath(new URL('webkit-window.py', import.meta.url));
const requestTimeout = 30_000;
const startTimeout = 15_000;
const mouseButtons = { left: 0, middle: 1, right: 2 };

/** Key names as Web Test Runner has them → code points of the WebDriver specification. */
const keyCodes = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** One driver process with its one window. */
class WebKitWindow {
  #process;
  #base;
  #session = '';

  constructor(process, port) {
    this.#process = process;
    this.#base = `http://127.0.0.1:${port}`;
  }

  static async open({ driver, python, environment }) {
    const port = await freePort();
    const process = spawn(driver, [`--port=${port}`, '--host=local'], {
      stdio: 'ignore',
      env: { ...globalThis.process.env, ...environment },
    });
    const window = new WebKitWindow(process, port);
    await window.#waitUntilReady();
    const browserOptions = {
      binary: python,
      args: [windowScript, '--features=StorageAPI,StorageAPIEstimate'],
    };
    const alwaysMatch = { browserName: 'support-chat-tests', 'webkitgtk:browserOptions': browserOptions };
    window.#session = (await window.#request('POST', '/session', { capabilities: { alwaysMatch } })).sessionId;
    return window;
  }

  async #request(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(requestTimeout),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKitWebDriver: ${value?.error}: ${value?.message}`);
    return value;
  }

  async #waitUntilReady() {
    const deadline = Date.now() + startTimeout;
    for (;;) {
      try {
        await this.#request('GET', '/status');
        return;
      } catch (error) {
        if (Date.now() > deadline || this.#process.exitCode !== null) throw error;
        await new Promise((done) => setTimeout(done, 25)); // the driver has no 'ready' signal to wait for
      }
    }
  }

  /** A WebDriver command of this window's session, e.g. `call('POST', '/url', { url })`. */
  call(method, path, body) {
    return this.#request(method, `/session/${this.#session}${path}`, body);
  }

  async close() {
    try {
      await this.call('DELETE', '');
    } finally {
      this.#process.kill();
    }
  }
}

/** @implements {import('@web/test-runner').BrowserLauncher} */
export class WebKitLauncher {
  name = 'WebKit';
  type = 'webdriver';
  concurrency = 1;
  #driver;
  #python;
  #display;
  #idle = [];
  #busy = new Map();

  /** @param {{ driver: string, python: string }} programs paths, as `findWebKit()` of scripts/browsers.mjs returns them */
  constructor({ driver, python }) {
    this.#driver = driver;
    this.#python = python;
  }

  async initialize() {
    this.#display = await startXvfb();
  }

  async startSession(id, url) {
    const programs = { driver: this.#driver, python: this.#python, environment: this.#display.environment };
    const window = this.#idle.pop() ?? (await WebKitWindow.open(programs));
    this.#busy.set(id, window);
    await this.setViewport(id, { width: 800, height: 600 });
    await window.call('POST', '/url', { url });
  }

  isActive(id) {
    return this.#busy.has(id);
  }

  getBrowserUrl(id) {
    return this.#window(id).call('GET', '/url');
  }

  async stopSession(id) {
    const window = this.#window(id);
    this.#busy.delete(id);
    await window.call('POST', '/url', { url: 'about:blank' });
    this.#idle.push(window);
    return {};
  }

  async stop() {
    const windows = [...this.#idle, ...this.#busy.values()];
    await Promise.allSettled(windows.map((window) => window.close()));
    await this.#display?.stop();
  }

  #window(id) {
    const window = this.#busy.get(id);
    if (!window) throw new Error(`No WebKit window for session ${id}.`);
    return window;
  }

  /** Sizes the window so that the page inside measures `width` × `height` CSS pixels. */
  async setViewport(id, { width, height }) {
    const window = this.#window(id);
    const script = 'return [outerWidth - innerWidth, outerHeight - innerHeight]';
    const [frameWidth, frameHeight] = await window.call('POST', '/execute/sync', { script, args: [] });
    await window.call('POST', '/window/rect', { width: width + frameWidth, height: height + frameHeight });
  }

  /** Presses `keys` one after another; `Shift+Tab` is a chord, a single character is typed as it is. */
  async sendKeys(id, keys) {
    const actions = keys.flatMap((key) => {
      const chord = (key.length > 1 ? key.split('+') : [key]).map((name) => keyCodes[name] ?? name);
      const down = chord.map((value) => ({ type: 'keyDown', value }));
      const up = chord.toReversed().map((value) => ({ type: 'keyUp', value }));
      return [...down, ...up];
    });
    await this.#window(id).call('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  sendMouseMove(id, x, y) {
    return this.#mouse(id, [{ type: 'pointerMove', duration: 0, x, y }]);
  }

  sendMouseClick(id, x, y, button = 'left') {
    return this.#mouse(id, [
      { type: 'pointerMove', duration: 0, x, y },
      { type: 'pointerDown', button: mouseButtons[button] },
      { type: 'pointerUp', button: mouseButtons[button] },
    ]);
  }

  sendMouseDown(id, button = 'left') {
    return this.#mouse(id, [{ type: 'pointerDown', button: mouseButtons[button] }]);
  }

  sendMouseUp(id, button = 'left') {
    return this.#mouse(id, [{ type: 'pointerUp', button: mouseButtons[button] }]);
  }

  resetMouse(id) {
    return this.sendMouseMove(id, 0, 0);
  }

  #mouse(id, actions) {
    const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    return this.#window(id).call('POST', '/actions', { actions: [pointer] });
  }
}
