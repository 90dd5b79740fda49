/** English words of a picture of the page that did not come about. */
export const screenshotFailureWords = {
  'screenshot-refused': 'No picture was taken. Choose it again to have the page drawn instead.',
  'screenshot-elsewhere': 'That was not this page. Please choose this tab.',
  'screenshot-failed': 'This page could not be captured. Please attach a screenshot made with your device.',
} as const;
