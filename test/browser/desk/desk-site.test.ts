/** Which pages may use the server and which files people send, set at the desk (A12, X3, V11). */
import { expect } from '@open-wc/testing';
import { smallTargets } from '../../support/small-targets.js';
import { SettingsDriver } from './settings-driver.js';
import { SettingsServer } from './settings-server.js';

describe('the site in the settings', function () {
  this.timeout(30_000);
  let server: SettingsServer;
  let desk: SettingsDriver;
  beforeEach(() => {
    sessionStorage.clear();
    server = new SettingsServer();
    server.started.set('origins', ['https://old.example']);
    server.started.set('files', { maxSize: 2_000_000, endings: ['png', 'pdf'] });
  });
  afterEach(() => desk.release());

  const says = (words: string): boolean => desk.panel.textContent?.includes(words) === true;

  it('A12 X3 it says how the server was started; a list of its own begins with that, is checked and saved, and taken back', async () => {
    desk = await SettingsDriver.open(server, 'Site');
    expect(says('As the server was started: https://old.example')).to.equal(true);
    desk.field('Name the sites here').click();
    await desk.until(() => says('Sites, one a line'), 'there is a field');
    expect(desk.field('Sites, one a line').value).to.equal('https://old.example');
    desk.type('Sites, one a line', 'https://old.example\nhttps://shop.example/shop');
    await desk.refused(
      '“https://shop.example/shop” is no site. Write it like https://shop.example, without a path and without *.',
    );
    expect(server.sections.has('origins')).to.equal(false);
    desk.type('Sites, one a line', 'https://shop.example\n\nhttps://www.shop.example ');
    await desk.save();
    expect(server.sections.get('origins')).to.deep.equal(['https://shop.example', 'https://www.shop.example']);
    desk.field('Name the sites here').click();
    await desk.save();
    expect(server.sections.has('origins')).to.equal(false);
    expect(says('As the server was started: https://old.example')).to.equal(true);
  });

  it('A12 V11 files: size and kinds begin with those of the start; what cannot be is named; nobody may send any', async () => {
    desk = await SettingsDriver.open(server, 'Site');
    expect(says('up to 2 MB; png, pdf')).to.equal(true);
    desk.field('Set it here').click();
    await desk.until(() => says('Largest file, in MB'), 'there are fields');
    expect([desk.field('Largest file, in MB').value, desk.field('png').checked]).to.deep.equal(['2', true]);
    expect(desk.field('jpg').checked).to.equal(false);
    desk.type('Largest file, in MB', '1074');
    await desk.refused('Enter a number above 0, at most 1,073.');
    desk.type('Largest file, in MB', '0');
    await desk.refused('Enter a number above 0, at most 1,073.');
    desk.type('Largest file, in MB', '5');
    desk.field('png').click();
    desk.field('pdf').click();
    desk.press('Save');
    await desk.until(() => says('Tick one kind at least'), 'it says what is missing');
    desk.field('jpg').click();
    await desk.save();
    expect(server.sections.get('files')).to.deep.equal({ enabled: true, maxSize: 5_000_000, endings: ['jpg'] });
    desk.field('Files can be sent').click();
    await desk.save();
    expect(server.sections.get('files')).to.deep.include({ enabled: false });
    desk.field('Set it here').click();
    await desk.save();
    expect(server.sections.has('files')).to.equal(false);
  });

  it('A12 fits a phone, finds nothing with axe, and stays readable in the dark', async () => {
    server.set('origins', ['https://a-very-long-name-of-a-shop.international.example']);
    server.set('files', { maxSize: 5_000_000 });
    desk = await SettingsDriver.open(server, 'Site', { width: 390 });
    await desk.until(() => says('Documents'), 'the kinds are there');
    expect(await desk.findings()).to.deep.equal([]);
    desk.fixture.desk.colorScheme = 'dark';
    expect(await desk.findings()).to.deep.equal([]);
    const page = desk.panel.querySelector<HTMLElement>('.settings-body');
    expect(page ? page.scrollWidth - page.clientWidth : 1).to.be.at.most(0);
    expect(smallTargets(desk.panel).filter((target) => !target.includes('type="checkbox"'))).to.deep.equal([]);
  });
});
