/** Lines to fill a scripted conversation with: ordinary shop talk of different lengths, the same every time. */

import type { Card, CardAnswer, OwnCard } from '@support-chat/protocol';

/** One message of a script. */
export interface ScriptedLine {
  readonly from: 'visitor' | 'agent';
  readonly text: string;
  /** What the agent sends along. */
  readonly card?: Card | OwnCard;
  /** The visitor's answer to the card of line n: its id is `scripted-` and n in six digits. */
  readonly answer?: CardAnswer;
  /** Milliseconds since 1970 UTC. Default: the script's clock. */
  readonly time?: number;
}

const TALK: readonly ScriptedLine[] = [
  { from: 'visitor', text: 'Hello! I ordered the blue kettle on Monday and it has not been sent yet.' },
  { from: 'agent', text: 'Good morning! Let me look that up for you.' },
  {
    from: 'agent',
    text: 'Could you tell me the order number? It is in the mail with the subject **Thank you for your order**.',
  },
  { from: 'visitor', text: 'Sure, 2024-1187' },
  {
    from: 'agent',
    text: 'Thank you. It is packed and leaves the warehouse today:\n\n- blue kettle, 1.7 l\n- descaler, 2 sachets',
  },
  { from: 'visitor', text: 'Great 👍' },
  { from: 'visitor', text: 'Can I still change the address? I will be at my sister’s place until the weekend.' },
  {
    from: 'agent',
    text: 'Yes. You can do it yourself on https://shop.example/orders/2024-1187 until 18:00, or send me the address here.',
  },
  { from: 'visitor', text: 'Then I would rather do it on the page. How long does delivery take?' },
  { from: 'agent', text: 'Usually one to two days.' },
];

/** `count` lines, repeating the talk and numbering each line so that no two are the same. */
export function sampleLines(count: number): ScriptedLine[] {
  return Array.from({ length: count }, (_, index) => {
    const line = TALK[index % TALK.length] as ScriptedLine;
    return index < TALK.length ? line : { ...line, text: `${line.text} (${index + 1})` };
  });
}
