/** English words of moving the launcher. */
export const launcherPlaceWords = {
  'place-choose': 'Choose where the chat button stands on this device.',
  'place-how': 'To move it, drag it, or press Shift and an arrow key.',
  'place-top-left': 'Top left',
  'place-top': 'Top middle',
  'place-top-right': 'Top right',
  'place-left': 'Left middle',
  'place-right': 'Right middle',
  'place-bottom-left': 'Bottom left',
  'place-bottom': 'Bottom middle',
  'place-bottom-right': 'Bottom right',
} as const;
