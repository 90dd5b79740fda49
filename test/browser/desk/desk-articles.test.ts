/** Articles at the desk (V19, A12): writing, languages, removing, and two owners at once. */
import { expect } from '@open-wc/testing';
import { SettingsDriver } from './settings-driver.js';
import { SettingsServer } from './settings-server.js';

describe('articles at the desk', function () {
  this.timeout(30_000);
  let server: SettingsServer;
  let desk: SettingsDriver;
  beforeEach(() => {
    sessionStorage.clear();
    server = new SettingsServer();
    server.articles.set('postage', { title: 'Postage', text: 'Free.', position: 1 });
    server.articles.set('returns', { title: 'Rückgabe', text: 'In 30 Tagen.', locale: 'de', position: 2 });
  });
  afterEach(() => desk.release());

  const open = async (options = {}): Promise<void> => {
    desk = await SettingsDriver.open(server, 'Articles', options);
    await desk.until(
      () => desk.panel.querySelectorAll('.settings-list > li').length === server.articles.size,
      'the list',
    );
  };
  const titles = (): string[] =>
    [...desk.panel.querySelectorAll('.settings-list .grow bdi')].map((one) => one.textContent ?? '');
  const edit = async (id: string, title: string): Promise<void> => {
    desk.press(`Change ${title}`);
    await desk.until(() => desk.panel.querySelector(`#title-${id}`), 'the form is there');
  };

  it('V19 one is written: what is missing is said, the language is chosen, and it stands in the list', async () => {
    await open();
    expect(titles()).to.deep.equal(['Postage', 'Rückgabe']);
    expect(desk.panel.textContent).to.include('Every language');
    expect(desk.panel.textContent).to.include('German');
    desk.press('Add an article');
    expect(desk.fixture.focused()).to.equal(desk.field('Question or title'));
    desk.type('Answer', 'From nine to five.');
    await desk.refused('Please enter a title.');
    desk.type('Question or title', 'Hours');
    desk.type('Place', '1.5');
    await desk.refused('Please enter a whole number, or nothing.');
    desk.type('Place', '0');
    desk.choose('Language', 'en');
    expect(await desk.findings()).to.deep.equal([]);
    await desk.save();
    await desk.until(() => titles()[0] === 'Hours', 'it is in the list');
    expect([...server.articles.values()].at(-1)).to.deep.equal({
      ...{ title: 'Hours', text: 'From nine to five.', locale: 'en', position: 0 },
    });
    expect(desk.panel.querySelector('#title-new')).to.equal(null);
  });

  it('V19 one is changed and one is removed, after a second press', async () => {
    await open();
    await edit('returns', 'Rückgabe');
    expect(desk.field('Language').value).to.equal('de');
    desk.type('Answer', 'In 60 Tagen.');
    await desk.save();
    expect(server.articles.get('returns')).to.deep.equal({
      ...{ title: 'Rückgabe', text: 'In 60 Tagen.', locale: 'de', position: 2 },
    });
    desk.press('Remove');
    expect(server.articles.has('returns')).to.equal(true);
    desk.press('Press again to remove Rückgabe');
    await desk.until(() => desk.told === 'Rückgabe is removed.', 'it is said');
    expect(titles()).to.deep.equal(['Postage']);
  });

  it('A12 somebody else has changed or removed it meanwhile: nothing is lost, and nothing is overwritten unseen', async () => {
    await open();
    await edit('postage', 'Postage');
    desk.type('Answer', 'Mine');
    server.articles.set('postage', { title: 'Postage', text: 'Theirs', position: 1 });
    desk.press('Save');
    await desk.until(() => desk.bar.startsWith('Somebody else has changed this'), 'it says so');
    expect(server.articles.get('postage')?.['text']).to.equal('Theirs');
    desk.press('Save mine');
    await desk.until(() => desk.bar === 'Saved.', 'mine is saved');
    expect(server.articles.get('postage')?.['text']).to.equal('Mine');
    desk.type('Answer', 'Mine again');
    server.articles.delete('postage');
    desk.press('Save');
    await desk.until(() => desk.bar.startsWith('Somebody else has changed this'), 'it says so again');
    desk.press('Save mine');
    await desk.until(() => desk.bar === 'Saved.', 'it is there again');
    expect(server.articles.get('postage')?.['text']).to.equal('Mine again');
  });

  it('A12 what was not saved is there again after a reload, also of an article that there is not yet', async () => {
    await open({ width: 390 });
    desk.fixture.desk.colorScheme = 'dark';
    await edit('postage', 'Postage');
    desk.type('Answer', 'Not saved');
    desk.press('Add an article');
    desk.panel.querySelector<HTMLInputElement>('#title-new')?.focus();
    const title = desk.fixture.focused() as HTMLInputElement;
    title.value = 'Half an article';
    title.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(desk.panel.querySelector('.settings-body')?.scrollWidth).to.be.at.most(390);
    expect(await desk.findings()).to.deep.equal([]);
    desk.release();
    await open();
    await desk.until(() => desk.bar === 'Not saved yet', 'it is not saved');
    expect(desk.panel.querySelector<HTMLInputElement>('#title-new')?.value).to.equal('Half an article');
    await edit('postage', 'Postage');
    expect(desk.panel.querySelector<HTMLTextAreaElement>('#text-postage')?.value).to.equal('Not saved');
    desk.fixture.desk.locale = 'de';
    await desk.until(() => desk.panel.textContent?.includes('Frage oder Titel'), 'it speaks German');
  });
});
