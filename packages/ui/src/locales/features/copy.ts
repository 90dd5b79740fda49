/** English words of what comes after the copy button of a code block was pressed. */
export const copyWords = {
  'code-copied': 'Copied',
  'code-copy-failed': 'Copying did not work. Select the code and copy it by hand.',
} as const;
