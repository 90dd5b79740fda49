/** How the server's numbers are told. */

export const serverSide = {
  title: 'Server, on the loopback',
  subjects: ['ours', 'bare-ws', 'socket-io'],
  measures: [
    { key: 'idleBytes', label: 'idle connection, bytes of RSS', limit: 'bare-ws', aim: '≤ 1.5 × ws' },
    {
      key: 'fanOutMicroseconds',
      label: 'fan-out to 1,000, CPU per delivery, µs',
      limit: 'bare-ws',
      aim: '≤ 1.5 × ws',
      digits: 1,
    },
    { key: 'pingMicroseconds', label: 'round trip without commit, p50, µs', limit: 'bare-ws', aim: '≤ 1.5 × ws' },
    { key: 'echoMicroseconds', label: 'message → answer, p50, µs', limit: 'bare-ws', aim: 'ours is on disk then' },
    { key: 'storedPerSecond', label: 'stored and delivered, messages/s', aim: '≥ 1,500/s' },
    { key: 'storedP50Milliseconds', label: 'the same, send → ack, p50, ms', aim: '', digits: 1 },
  ],
  notes: [
    'Each server runs in its own process and is started afresh for every measure; clients share one other process.',
    '`message → answer` stores, commits and syncs at ours, and only echoes at the others.',
    'A fan-out message of ours is stored once, its commit included; the frame of `bare-ws` is built once and written to every socket.',
    'Stored and delivered: 16 conversations, 8 messages under way in each; counted when the ack (after the sync) and the delivery to the agent are both there.',
  ],
};
