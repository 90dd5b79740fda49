/** The part for files, as the composer and the log use it: one chunk, loaded with the first file. */
import { fileWords } from '../../locales/features/files.js';
import { AttachmentView } from './attachment-view.js';
import { FileTray } from './file-tray.js';

export const filePart = { words: fileWords, FileTray, AttachmentView };
/** What `loadFilePart` brings. */
export type FilePart = typeof filePart;
