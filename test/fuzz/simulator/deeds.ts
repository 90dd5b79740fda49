/** What people do and what goes wrong, each as something that can happen at any moment of a simulated world. */
import type { Window } from './person.js';
import type { World } from './world.js';

export interface Deed {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  run(world: World): void | Promise<void>;
}

function awake(world: World): Window | undefined {
  return world.random.pick(world.windows.filter(({ lane }) => !lane.frozen));
}

/** Something one window does. */
function act(name: string, weight: number, run: (window: Window, world: World) => void): Deed {
  return {
    name,
    weight,
    run(world) {
      const window = awake(world);
      if (!window) return;
      world.trace(`${window.origin} ${name}`);
      run(window, world);
    },
  };
}

/** Something that lasts a while and ends by itself, or when everything heals. */
function spell(name: string, weight: number, begin: (world: World) => () => void): Deed {
  return {
    name,
    weight,
    run(world) {
      const end = begin(world);
      world.trace(`${name} begins`);
      world.scheduler.after(world.random.between(500, 12_000), () => {
        world.trace(`${name} ends`);
        end();
      });
    },
  };
}

/** Name of the fault that takes the database back in time. */
export const RESTORE = 'a backup is taken or restored';

/** What happens in every world. */
export const life: readonly Deed[] = [
  act('writes', 10, (window, world) => {
    for (let count = world.random.between(1, 3); count > 0; count--) world.write(window);
  }),
  act('reads', 2, ({ chat }) => chat.dispatch({ type: 'mark-read' })),
  act('types', 1, ({ chat }) => chat.dispatch({ type: 'type' })),
  act('drafts', 1, ({ chat }, world) => chat.dispatch({ type: 'set-draft', text: world.random.id() })),
  act('retries', 1, ({ chat }) => {
    for (const { id, phase } of chat.getState().outbox) if (phase === 'failed') chat.dispatch({ type: 'retry', id });
  }),
  { name: 'looks at the inbox', weight: 4, run: (world) => world.lookAtInbox() },
  act('claims', 1, ({ chat }) => {
    if (chat.getState().role === 'agent') chat.dispatch({ type: 'claim' });
  }),
];

/** What visitors with several conversations do. */
export const switching: readonly Deed[] = [
  act('is done with a conversation', 5, (window, world) => {
    const { chat, conversation } = window;
    if (conversation !== null) return;
    if (chat.getState().conversation.phase !== 'ended') return chat.dispatch({ type: 'end' });
    chat.dispatch({ type: 'begin' });
    if (world.random.chance(0.8)) world.write(window);
  }),
  {
    name: 'opens an earlier conversation',
    weight: 4,
    async run(world) {
      const window = world.random.pick(world.visitors.flatMap(({ windows }) => windows));
      const logs = await world.logs();
      if (!window || window.lane.frozen || !world.windows.includes(window)) return;
      const { self } = window.chat.getState();
      const earlier = world.random.pick(logs.filter(({ visitor, current }) => visitor === self?.id && !current));
      if (earlier) window.openConversation(earlier.conversation);
    },
  },
];

/** What happens in some. */
export const faults: readonly Deed[] = [
  act('ends the conversation', 1, ({ chat }) => chat.dispatch({ type: 'end' })),
  act('discards', 1, ({ chat }, world) => {
    const [entry] = chat.getState().outbox.filter(({ phase }) => phase === 'queued' || phase === 'failed');
    if (!entry) return;
    const message = world.checker.find(entry.id);
    if (message) message.forfeited = true;
    chat.dispatch({ type: 'discard', id: entry.id });
  }),
  act('reloads', 4, (window) => window.reload('ordered')),
  act('crashes', 4, (window) => window.reload('killed')),
  act('starts over', 1, (window) => {
    if (window.conversation === null) window.reset();
  }),
  act('freezes', 3, (window, world) => {
    const { lane, device } = window;
    lane.freeze();
    device.tabFroze(lane);
    world.scheduler.after(world.random.between(1000, 40_000), () => {
      world.trace(`${lane.name} thaws`);
      lane.thaw();
    });
  }),
  act('is hidden', 2, (window, world) => {
    window.setPage({ visible: false, online: true });
    world.scheduler.after(world.random.between(1000, 20_000), () => window.setPage({ visible: true, online: true }));
  }),
  act('goes offline', 2, (window, world) => {
    window.setPage({ visible: true, online: false });
    world.scheduler.after(world.random.between(500, 8000), () => window.setPage({ visible: true, online: true }));
  }),
  act('has its clock moved', 1, (window, world) => {
    window.wallOffset += world.random.between(-86_400_000, 86_400_000);
  }),
  {
    name: 'a tab opens',
    weight: 4,
    run: (world) => world.openTab(world.random.between(0, world.visitors.length - 1)),
  },
  {
    name: 'a tab closes',
    weight: 2,
    run(world) {
      const visitor = world.random.pick(world.visitors.filter(({ windows }) => windows.length > 1));
      const window = visitor && world.random.pick(visitor.windows);
      if (!window) return;
      world.trace(`${window.origin} closes`);
      window.close(world.random.chance(0.5) ? 'ordered' : 'killed');
      visitor.windows.splice(visitor.windows.indexOf(window), 1);
    },
  },
  {
    name: 'a wire is cut',
    weight: 6,
    run(world) {
      world.trace('a wire is cut');
      world.random.pick([...world.network.wires])?.cut();
    },
  },
  {
    name: 'a wire falls silent',
    weight: 3,
    run(world) {
      const wire = world.random.pick([...world.network.wires]);
      const directions = world.random.pick([['up'], ['down'], ['up', 'down']] as const) ?? [];
      world.trace(`a wire falls silent: ${directions.join()}`);
      for (const direction of directions) wire?.silence(direction);
    },
  },
  {
    name: 'a wire stalls',
    weight: 3,
    run(world) {
      world.trace('a wire stalls');
      const milliseconds = world.random.between(500, 30_000);
      world.random.pick([...world.network.wires])?.stall(world.random.chance(0.5) ? 'up' : 'down', milliseconds);
    },
  },
  spell('an unreachable server', 2, ({ network }) => {
    network.refusing = true;
    return () => {
      network.refusing = false;
    };
  }),
  spell('a slow network', 2, ({ network }) => {
    network.latency = 1500;
    return () => {
      network.latency = 60;
    };
  }),
  spell('POSTs lost and doubled', 3, ({ network }) => {
    network.loss = 0.2;
    network.duplication = 0.4;
    return () => {
      network.loss = network.duplication = 0;
    };
  }),
  spell('a proxy that refuses', 1, (world) => {
    world.interception = 0.4;
    return () => {
      world.interception = 0;
    };
  }),
  spell('a slow disk', 2, ({ node }) => {
    node.weather.disk.delay = 800;
    return () => {
      node.weather.disk.delay = 4;
    };
  }),
  spell('a failing database', 2, ({ node }) => {
    node.weather.disk.failure = 0.3;
    return () => {
      node.weather.disk.failure = 0;
    };
  }),
  spell('a lossy bus', 3, ({ node }) => {
    node.weather.bus.loss = 0.6;
    return () => {
      node.weather.bus.loss = 0;
    };
  }),
  spell('a doubling bus', 2, ({ node }) => {
    node.weather.bus.duplication = 0.6;
    return () => {
      node.weather.bus.duplication = 0;
    };
  }),
  spell('rates', 2, ({ node }) => {
    node.weather.refusal = 0.5;
    return () => {
      node.weather.refusal = 0;
    };
  }),
  spell('a full device', 2, ({ visitors, random }) => {
    const device = random.pick(visitors)?.device;
    if (device) device.full = true;
    return () => {
      if (device) device.full = false;
    };
  }),
  spell('a blocked device', 1, ({ visitors, random }) => {
    const device = random.pick(visitors)?.device;
    if (device) device.blocked = true;
    return () => {
      if (device) device.blocked = false;
    };
  }),
  {
    name: 'the server clock is moved',
    weight: 1,
    run({ node, random }) {
      node.weather.wallOffset += random.between(-86_400_000, 86_400_000);
    },
  },
  {
    name: 'the server crashes',
    weight: 3,
    run: (world) => stopServer(world, 'crash', false),
  },
  {
    name: 'the server drains',
    weight: 2,
    run: (world) => stopServer(world, 'drain', false),
  },
  {
    name: RESTORE,
    weight: 4,
    async run(world) {
      // Mostly there is something to restore: an empty disk has no log whose epoch could be taken for the old one.
      if (world.random.chance(world.hasBackup ? 0.5 : 0.1)) return stopServer(world, 'crash', true);
      world.trace('a backup is taken');
      await world.backUp();
    },
  },
];

function stopServer(world: World, how: 'crash' | 'drain', restore: boolean): void {
  const { node, random, scheduler } = world;
  if (!node.up) return;
  world.trace(`the server stops: ${how}${restore ? ', restore' : ''}`);
  const after = (): void => {
    scheduler.after(random.between(100, 6000), () => {
      void (async () => {
        if (node.up) return; // everything has healed meanwhile
        if (restore) await world.restore();
        await world.restart(restore);
        world.trace('the server is back');
      })();
    });
  };
  if (how === 'drain') node.drain(after);
  else {
    node.crash();
    after();
  }
}
