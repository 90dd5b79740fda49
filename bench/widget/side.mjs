/** How the widgets' numbers are told. */

const within4 = '≤ 4 × limit';

export const widgetSide = {
  title: 'Widget, in Chromium',
  subjects: ['ours', 'bare-element', 'lit-repeat', 'groups', 'windowed', 'deep-chat', 'chatscope'],
  measures: [
    { key: 'bytes', label: 'opened, brotli bytes', limit: 'lit-repeat', aim: '≤ 40,000' },
    { key: 'openCpu', label: 'import + mount + open at 4 × throttle, CPU ms', limit: 'lit-repeat', aim: '≤ 1.4 × Lit' },
    { key: 'openMilliseconds', label: 'the same, import → painted, ms', limit: 'lit-repeat', aim: '' },
    { key: 'heapBytes', label: 'heap opened, bytes', limit: 'bare-element', aim: '≤ 800,000' },
    { key: 'live1000Cpu', label: '1,000 live, CPU ms', limit: 'groups', aim: within4 },
    { key: 'live1000Finished', label: '1,000 live, shown', aim: '1,000' },
    { key: 'live1000Longest', label: '1,000 live, longest task, ms (0: none over 50)', aim: '' },
    { key: 'live10000Cpu', label: '10,000 live, CPU ms', limit: 'groups', aim: within4 },
    { key: 'live10000Finished', label: '10,000 live, shown in the budget', aim: '10,000' },
    { key: 'live10000Longest', label: '10,000 live, longest task, ms', aim: 'none over 50' },
    ...['1000', '10000'].flatMap((count) => [
      {
        key: `history${count}Mounted`,
        label: `${Number(count).toLocaleString('en')} as history, mount → newest painted, ms`,
        limit: 'groups',
        aim: '',
      },
      {
        key: `history${count}Painted`,
        label: `the same, history at hand → newest painted, ms`,
        limit: 'groups',
        aim: count === '10000' ? '≤ 100 ms' : '',
      },
    ]),
    { key: 'history10000Cpu', label: '10,000 as history, CPU with the rest, ms', limit: 'groups', aim: '' },
    { key: 'history10000Longest', label: '10,000 as history, longest task, ms', aim: 'none over 50' },
    { key: 'scrollDropped', label: 'scroll through 10,000: dropped of 300', aim: '0' },
    { key: 'scrollCpu', label: 'scroll through 10,000: CPU ms', limit: 'groups', aim: '≤ 2 × limit' },
    ...['0', '1000', '10000'].flatMap((at) => [
      {
        key: `single${at}P50`,
        label: `one message at ${at}, p50 to paint, ms`,
        limit: 'groups',
        aim: at === '10000' ? '1 × limit' : '',
        digits: 1,
      },
      {
        key: `single${at}Cpu`,
        label: `one message at ${at}, CPU ms`,
        limit: 'groups',
        aim: at === '10000' ? '≤ 1.5 × limit' : '',
        digits: 1,
      },
    ]),
  ],
  notes: [
    'CPU is time in tasks of the main thread (debugging protocol), which a busy machine disturbs less than the clock.',
    'Limits written for the bench: a bare custom element; Lit with one keyed `repeat()`; plain DOM in `content-visibility` groups of 50; a windowed list. They show rows of text and nothing else.',
    'Ours is the built bundle, fed by the scripted adapter through core and panel. Writing the script is not counted, playing it is. Its bytes include the WebSocket adapter.',
    'Ours loads its chat, opens the device’s storage and connects between mount and history; the others are given the history at once. So theirs is at hand when they are mounted.',
    'Live messages come a task each, as fast as tasks come, within a budget of 20 s (`--quick`: 4 s). A dash is what a widget did not finish.',
  ],
};
