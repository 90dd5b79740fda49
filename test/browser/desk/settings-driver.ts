/** The settings of a desk, found by what a person reads. */
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';
import type { SettingsServer } from './settings-server.js';

export class SettingsDriver {
  readonly fixture: DeskFixture;

  private constructor(fixture: DeskFixture) {
    this.fixture = fixture;
  }

  /** Opens a page of the settings. @param options - of the desk, such as `width` */
  static async open(server: SettingsServer, page: string, options: object = {}): Promise<SettingsDriver> {
    const driver = new SettingsDriver(await showDesk({ ...THREE, settings: server, ...options }));
    driver.fixture.button('Settings').click();
    await driver.until(() => driver.fixture.root.querySelector('[part~="settings"]'), 'the settings are there');
    driver.press(page);
    await driver.until(() => driver.panel.querySelector('.settings-body[aria-busy="false"]'), 'the page is there');
    return driver;
  }

  get panel(): HTMLElement {
    const found = this.fixture.root.querySelector<HTMLElement>('[part~="settings"]');
    if (!found) throw new Error('The settings are not there.');
    return found;
  }

  /** What the bar at the foot says. */
  get bar(): string {
    return this.panel.querySelector('.save-bar p')?.textContent?.trim() ?? '';
  }

  /** What the page says above its fields. */
  get told(): string {
    return this.panel.querySelector('.settings-told')?.textContent?.trim() ?? '';
  }

  until(condition: () => unknown, what: string): Promise<void> {
    return this.fixture.until(condition, what);
  }

  press(name: string): void {
    this.fixture.button(name, this.panel).click();
  }

  /** The field with that label; of several the last one. */
  field(label: string): HTMLInputElement {
    const labels = [...this.panel.querySelectorAll('label')].filter((one) => one.textContent?.trim() === label);
    const control = labels.at(-1)?.control;
    if (!control) throw new Error(`There is no field ${label}.`);
    return control as HTMLInputElement;
  }

  type(label: string, value: string): void {
    const control = this.field(label);
    control.value = value;
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  choose(label: string, value: string): void {
    const control = this.field(label);
    control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Presses 'Save' and waits until it says so. */
  async save(): Promise<void> {
    this.press('Save');
    await this.until(() => this.bar === 'Saved.', 'it is saved');
  }

  /** What is wrong at the field that has the focus. */
  get problem(): string | undefined {
    const focused = this.fixture.focused();
    if (!focused?.matches('[aria-invalid="true"]')) return undefined;
    return this.panel.querySelector(`#${focused.id}-problem`)?.textContent?.trim();
  }

  /** Presses 'Save' and waits for what is said at the first wrong field. */
  async refused(words: string): Promise<void> {
    this.press('Save');
    await this.until(() => this.problem === words, `it says “${words}”`);
  }

  /** What axe finds. */
  async findings(): Promise<string[]> {
    await untilAtRest(this.fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(this.fixture.desk, {
      iframes: false,
      rules: { 'target-size': { enabled: true } },
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  release(): void {
    this.fixture.release();
  }
}
