/** English words of taking a picture of the page. */
export const screenshotWords = {
  'screenshot-take': 'Screenshot of this page',
  'screenshot-refused':
    'No picture was taken. Choose it once more to have the page drawn without sharing it, or paste or attach a picture.',
  'screenshot-elsewhere':
    'That was not this page, where private fields can be hidden, so no picture was taken. Please choose this tab.',
  'screenshot-failed':
    'This page could not be captured. Please make a screenshot with your device, then paste or attach it.',
} as const;
