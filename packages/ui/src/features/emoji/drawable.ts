/** What this platform draws: an emoji in colours of its own looks the same whatever the colour of the text is. */

/** One of each version that some platforms do not have yet. */
const SAMPLES: readonly (readonly [number, string])[] = [
  [12, '🥱'],
  [13, '🥲'],
  [14, '🫠'],
  [15, '🫨'],
  [16, '🫩'],
  [17, '🫪'],
];

/** Tells whether an emoji of a version can be drawn. Everything can where this cannot be found out. */
export function drawable(): (char: string, version: number) => boolean {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) return () => true;
  context.font = '16px sans-serif';
  context.textBaseline = 'top';
  const pixels = (char: string, colour: string): Uint8ClampedArray => {
    context.clearRect(0, 0, 24, 24);
    context.fillStyle = colour;
    context.fillText(char, 0, 0);
    return context.getImageData(0, 0, 24, 24).data;
  };
  const draws = (char: string): boolean => {
    const dark = pixels(char, '#000');
    const light = pixels(char, '#f00');
    return dark.some((value) => value > 0) && dark.every((value, index) => value === light[index]);
  };
  if (!draws('😀')) return () => true;
  const newest = SAMPLES.filter(([, char]) => draws(char)).at(-1)?.[0] ?? 11;
  const flags = draws('🇨🇭');
  const width = context.measureText('😀').width;
  return (char, version) => {
    if (Math.floor(version) > newest) return false;
    if (/^\p{Regional_Indicator}/u.test(char)) return flags;
    // A sequence that is not known falls apart into its people.
    return !char.includes('\u200d') || context.measureText(char).width < 1.8 * width;
  };
}
