/** English words of the page about what is kept of the visitor. */
export const yourDataWords = {
  'data-intro':
    'We keep your conversations, the files you sent and what you told us about yourself. This device keeps what lets you come back to them.',
  'data-download': 'Download everything',
  'data-download-hint': 'As one file (JSON) for you to keep.',
  'data-preparing': 'Preparing the file',
  'data-downloaded': 'The file is in your downloads.',
  'data-delete': 'Delete everything',
  'data-delete-hint': 'Conversations, files and what you told us, here and with us. This cannot be undone.',
  'data-ask': 'Delete everything for good?',
  'data-confirm': 'Delete for good',
  'data-keep': 'Keep it',
  'data-deleting': 'Deleting',
  'data-deleted': 'Everything has been deleted.',
  'data-not-deleted': 'Nothing was deleted.',
  'data-withdraw': 'Take back your consent',
  'data-withdraw-hint': 'This device forgets everything. What we keep stays with us until you delete it.',
} as const;
