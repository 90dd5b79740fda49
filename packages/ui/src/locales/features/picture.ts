/** English words of the picture editor. */
export const pictureWords = {
  'picture-title': 'Edit picture',
  'picture-tools': 'Tools',
  'picture-crop': 'Crop',
  'picture-pen': 'Pen',
  'picture-arrow': 'Arrow',
  'picture-box': 'Box',
  'picture-blur': 'Blur',
  'picture-colour': 'Colour',
  'picture-accent': 'Main colour',
  'picture-red': 'Red',
  'picture-black': 'Black',
  'picture-white': 'White',
  'picture-undo': 'Undo',
  'picture-redo': 'Redo',
  'picture-keep': 'Keep shape',
  'picture-remove': 'Remove shape',
  'picture-canvas': 'Picture, {width} × {height} pixels',
  'picture-how':
    'Draw with the mouse or a finger. By keyboard: Enter places a shape, arrow keys move it, with Alt they resize it or draw on, Shift takes larger steps. Enter keeps it, Escape drops it.',
  'picture-placed': 'In the middle: {shape}',
  'picture-at': '{shape}: {x} from the left, {y} from the top, {width} wide, {height} high',
  'picture-kept': 'Kept: {shape}',
  'picture-removed': 'Removed: {shape}',
  'picture-undone': 'Undone: {shape}',
  'picture-redone': 'Done again: {shape}',
  'picture-ask': 'Discard the picture and your changes?',
  'picture-go-on': 'Keep editing',
  'picture-cancel': 'Cancel',
  'picture-use': 'Use picture',
} as const;

export type PictureKey = keyof typeof pictureWords;
