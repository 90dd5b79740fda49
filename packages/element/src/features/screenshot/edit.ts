/** The picture editor, which comes with the first picture. */
export { editPicture } from '@support-chat/ui';
