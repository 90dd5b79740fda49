/** English word for the command that takes a picture of the page. */
export const screenshotWords = {
  'screenshot-take': 'Screenshot of this page',
} as const;
