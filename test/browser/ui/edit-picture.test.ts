/** The picture editor (V12) with a real mouse: what is drawn, what is cropped, and what is gone for good (X8). */
import { expect } from '@open-wc/testing';
import { createLocalizer, editPicture } from '@support-chat/ui';
import {
  changed,
  EditorFixture,
  pictureOf,
  pixelsOf,
  RED,
  WHITE,
  wild,
  type Paint,
  type Pixels,
} from './editor-fixture.js';

describe('V12 the picture editor', function () {
  this.timeout(60_000);
  let editor: EditorFixture;
  beforeEach(async () => {
    editor = await EditorFixture.make();
  });
  afterEach(() => editor.release());

  it('V12 what is not changed comes back as it is, as a PNG of the same size', async () => {
    const picture = await pictureOf(wild);
    await editor.open(picture);
    const after = await editor.used();
    expect((await editor.result)?.type).to.equal('image/png');
    expect(changed(await pixelsOf(picture), after)).to.deep.equal([]);
    expect(editor.dialog).to.equal(null);
  });

  it('V12 a box drawn with the mouse changes its line and nothing else', async () => {
    const picture = await pictureOf(wild);
    await editor.open(picture);
    editor.button('Box').click();
    await editor.drag([100, 80], [200, 150], [220, 160]);
    const after = await editor.used();
    const points = changed(await pixelsOf(picture), after);
    const far = points.filter(([x, y]) => {
      const beside = Math.min(Math.abs(x + 0.5 - 100), Math.abs(x + 0.5 - 220));
      const above = Math.min(Math.abs(y + 0.5 - 80), Math.abs(y + 0.5 - 160));
      return Math.min(beside, above) > 3.5 || x < 96 || x > 224 || y < 76 || y > 164;
    });
    expect(far).to.deep.equal([]);
    for (const [x, y] of [
      [160, 80],
      [160, 160],
      [100, 120],
      [220, 120],
    ] as const) {
      expect(after.at(x, y), `${x}, ${y}`).to.equal(RED);
    }
  });

  it('V12 an arrow points where the mouse ended, a pen follows it', async () => {
    const picture = await pictureOf();
    await editor.open(picture);
    await editor.drag([50, 200], [100, 200], [200, 200]);
    editor.button('Pen').click();
    editor.button('Black').click();
    await editor.drag([50, 50], [100, 50], [150, 50], [150, 100]);
    const after = await editor.used();
    expect(after.at(100, 200)).to.equal(RED);
    // The head is broad behind its tip, and there is nothing before it.
    expect(after.at(192, 203)).to.equal(RED);
    expect(after.at(204, 200)).to.equal(WHITE);
    expect(after.at(60, 206)).to.equal(WHITE);
    expect(after.at(75, 50)).to.equal('0,0,0,255');
    expect(after.at(150, 90)).to.equal('0,0,0,255');
    expect(after.at(100, 90)).to.equal(WHITE);
  });

  it('V12 the main colour is the site’s', async () => {
    (editor.root.host as HTMLElement).style.setProperty('--sc-accent', 'rgb(0, 128, 64)');
    await editor.open(await pictureOf());
    editor.button('Main colour').click();
    await editor.drag([50, 200], [200, 200]);
    expect((await editor.used()).at(100, 200)).to.equal('0,128,64,255');
  });

  it('V12 a crop is what is left, in the view and in the file; undo brings back the rest', async () => {
    const picture = await pictureOf(wild);
    await editor.open(picture);
    const before = await pixelsOf(picture);
    editor.button('Crop').click();
    await editor.drag([100, 80], [220, 160]);
    editor.button('Keep shape').click();
    expect([editor.canvas.width, editor.canvas.height]).to.deep.equal([120, 80]);
    expect(editor.canvas.ariaLabel).to.equal('Picture, 120 × 80 pixels');
    editor.button('Undo').click();
    expect([editor.canvas.width, editor.canvas.height]).to.deep.equal([400, 300]);
    editor.button('Redo').click();
    const after = await editor.used();
    expect([after.width, after.height]).to.deep.equal([120, 80]);
    for (const [x, y] of [
      [0, 0],
      [119, 79],
      [60, 33],
    ] as const) {
      expect(after.at(x, y)).to.equal(before.at(x + 100, y + 80));
    }
  });

  it('V12 a shape in progress can be grasped by its handles and moved, and counts without being confirmed', async () => {
    await editor.open(await pictureOf());
    editor.button('Crop').click();
    await editor.drag([100, 80], [220, 160]);
    await editor.drag([220, 160], [250, 200]);
    await editor.drag([150, 130], [140, 120]);
    const after = await editor.used();
    expect([after.width, after.height]).to.deep.equal([150, 120]);
  });

  it('V12 a press alone makes no shape', async () => {
    await editor.open(await pictureOf());
    await editor.drag([100, 100], [101, 101]);
    expect(editor.isOff('Undo')).to.equal(true);
  });

  it('X8 a blur is irreversible: what differed below it is the same afterwards, and flat', async () => {
    const blurred = async (paint: Paint): Promise<Pixels> => {
      await editor.open(await pictureOf(paint));
      editor.button('Blur').click();
      await editor.drag([96, 96], [216, 156]);
      return editor.used();
    };
    const [one, other] = [
      await blurred((x, y) => ((x + y) % 2 === 0 ? 40 : 120)),
      await blurred((x) => (x % 4 < 2 ? 40 : 120)),
    ];
    const colours = new Set<string>();
    for (let y = 97; y < 155; y++) {
      for (let x = 97; x < 215; x++) {
        expect(one.at(x, y), `${x}, ${y}`).to.equal(other.at(x, y));
        colours.add(one.at(x, y));
      }
    }
    expect([...colours]).to.deep.equal(['80,80,80,255']);
    expect(one.at(50, 50)).to.equal('40,40,40,255');
  });

  it('X8 a blur takes in what was drawn before, and leaves no pixel of it in the view either', async () => {
    await editor.open(await pictureOf());
    await editor.drag([120, 130], [200, 130]);
    editor.button('Blur').click();
    await editor.drag([96, 96], [220, 170]);
    const context = editor.canvas.getContext('2d')!;
    const { data } = context.getImageData(110, 110, 90, 40);
    for (let at = 0; at < data.length; at += 4) {
      expect(data.subarray(at, at + 3).join()).to.not.equal('217,45,32');
    }
    const after = await editor.used();
    expect(after.at(160, 130)).to.not.equal(RED);
    expect(after.at(230, 130)).to.equal(WHITE);
  });

  it('X8 in a cropped view a blur shows what the file will have', async () => {
    await editor.open(await pictureOf(wild));
    editor.button('Crop').click();
    await editor.drag([100, 80], [300, 200]);
    editor.button('Blur').click();
    await editor.drag([20, 20], [200, 120]);
    const shown = [...editor.canvas.getContext('2d')!.getImageData(60, 60, 40, 40).data];
    const after = await editor.used();
    const kept: number[] = [];
    for (let y = 60; y < 100; y++) for (let x = 60; x < 100; x++) kept.push(...after.at(x, y).split(',').map(Number));
    expect(kept).to.deep.equal(shown);
  });

  it('V12 a large picture keeps all its pixels, and the line is where the mouse was', async () => {
    await editor.open(await pictureOf(() => 255, 2400, 1600));
    expect(editor.canvas.getBoundingClientRect().width).to.be.lessThan(1000);
    editor.button('Box').click();
    await editor.drag([600, 400], [1800, 1200]);
    const after = await editor.used();
    expect([after.width, after.height]).to.deep.equal([2400, 1600]);
    expect(after.at(1200, 400)).to.equal(RED);
    expect(after.at(1800, 800)).to.equal(RED);
    expect(after.at(1200, 800)).to.equal(WHITE);
  });

  it('V12 undo and redo by button and by key, and something new forgets what was undone', async () => {
    await editor.open(await pictureOf());
    await editor.drag([50, 200], [200, 200]);
    await editor.drag([50, 100], [200, 100]);
    await editor.press('Control+z');
    expect(editor.said).to.equal('Undone: Arrow');
    await editor.press('Control+z', 'Control+Shift+z', 'Control+y');
    expect(editor.said).to.equal('Done again: Arrow');
    expect(editor.isOff('Redo')).to.equal(true);
    editor.button('Undo').click();
    await editor.drag([50, 250], [200, 250]);
    const after = await editor.used();
    expect([after.at(100, 200), after.at(100, 100), after.at(100, 250)]).to.deep.equal([RED, WHITE, RED]);
  });

  it('V12 nothing is asked where nothing is lost, and the focus goes back', async () => {
    await editor.open(await pictureOf());
    await editor.press('Escape');
    expect(await editor.result).to.equal(null);
    expect(editor.root.activeElement).to.equal(editor.opener);
    expect(editor.dialog).to.equal(null);
    await editor.open(await pictureOf());
    await editor.used();
    expect(editor.root.activeElement).to.equal(editor.opener);
  });

  it('V12 the end of the chat closes it without a picture, or keeps it from opening', async () => {
    await editor.open(await pictureOf());
    await editor.drag([50, 200], [200, 200]);
    editor.life.abort();
    expect(await editor.result).to.equal(null);
    expect(editor.dialog).to.equal(null);
    editor.result = editPicture(await pictureOf(), {
      root: editor.root,
      localizer: createLocalizer(),
      signal: editor.life.signal,
    });
    expect(await editor.result).to.equal(null);
    expect(editor.dialog).to.equal(null);
  });

  it('V12 what is no picture is refused, and nothing opens', async () => {
    editor.result = editPicture(new Blob(['no']), {
      root: editor.root,
      localizer: createLocalizer(),
      signal: editor.life.signal,
    });
    let refused = false;
    await editor.result.catch(() => (refused = true));
    expect(refused).to.equal(true);
    expect(editor.dialog).to.equal(null);
    expect(editor.root.activeElement).to.equal(editor.opener);
  });
});
