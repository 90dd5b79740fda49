/** English words of files: the tray above the composer, and attachments in the log. */
export const fileWords = {
  'files-tray': 'Files to send',
  'files-ready': 'Ready',
  'files-missing': 'Not on this device any more',
  'files-other': 'Please choose {name}.',
  'files-remove': 'Remove {name}',
  'files-pause': 'Pause {name}',
  'files-resume': 'Continue with {name}',
  'files-view': 'View {name}',
  'files-download': 'Download {name}',
  'files-photo': 'Take a photo',
  'files-rule-types': 'Possible are {list}.',
} as const;
