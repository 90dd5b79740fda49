/** What a language has to say in the picture editor: the same keys as English. */
import type { pictureEn } from './en.js';

export type PictureMessages = Readonly<Record<keyof typeof pictureEn, string>>;
