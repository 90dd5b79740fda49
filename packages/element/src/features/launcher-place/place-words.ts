/** The words of moving the launcher. Apart from the moving itself: they bring the languages along, which nobody needs before. */
import {
  createLocalizer,
  launcherPlaceWords,
  loadLocalizer,
  withLaterWords,
  type Localizer,
  type MessageKey,
} from '@support-chat/ui';
import type { ShellHost } from '../../shell-host.js';
import type { Place } from './places.js';

/** Speaks them. */
export type PlaceWords = Localizer<keyof typeof launcherPlaceWords | MessageKey>;

const NAMES = [
  ['place-top-left', 'place-top', 'place-top-right'],
  ['place-left', 'place-top', 'place-right'],
  ['place-bottom-left', 'place-bottom', 'place-bottom-right'],
] as const;

/** Text of a place's name. */
export function nameOfPlace({ column, row }: Place): keyof typeof launcherPlaceWords {
  return NAMES[row][column];
}

/** In the language of the element; in English when that does not come. */
export async function loadPlaceWords({
  element,
  language,
}: Pick<ShellHost, 'element' | 'language'>): Promise<PlaceWords> {
  const localizer = await loadLocalizer(language(), element.labels)
    .then(withLaterWords)
    .catch(() => createLocalizer('en', element.labels));
  return localizer.extended(launcherPlaceWords);
}
