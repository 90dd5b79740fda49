import { createScriptedAdapter, type AdapterHarness } from '@support-chat/testkit';

const AGENT = { name: 'Ada Lovelace', avatarUrl: 'https://faces.example/ada.png' };

const harness: AdapterHarness = {
  title: 'scripted',
  start() {
    let script = createScriptedAdapter({ agent: AGENT });
    return {
      createAdapter: () => script,
      reset() {
        script = createScriptedAdapter({ agent: AGENT });
      },
      cut: () => script.cut(),
      setReachable: (reachable) => (reachable ? script.goOnline() : script.goOffline()),
      agent: {
        say: (_conversation, text) => script.agentSays(text),
        type: (_conversation, active) => script.agentTypes(active),
        read: () => script.agentReads(),
        join: () => script.agentJoins(),
        end: () => script.end(),
        sendQuickReplies: (_conversation, text, card) => script.agentSays(text, card),
        seesTyping() {
          const last = script.signals.findLast((signal) => signal.type === 'typing');
          return last?.active ?? false;
        },
        seesRating() {
          const rating = script.log.findLast((event) => event.type === 'rating-given');
          return rating?.score ?? null;
        },
      },
      stored: () =>
        script.log.flatMap((event) =>
          event.type === 'message-added'
            ? [{ by: event.author.kind === 'visitor' ? ('visitor' as const) : ('other' as const), text: event.text }]
            : [],
        ),
      text: { longest: 10_000 },
      refuses: ['id-conflict', 'epoch-stale'],
    };
  },
};
export default harness;
