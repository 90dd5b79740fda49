/** English words of the header's menu and of the plain view it leads to. */
export const menuWords = {
  'menu-mute': 'Turn sound off',
  'menu-unmute': 'Turn sound on',
  'menu-notify': 'Show desktop notifications',
  'menu-notify-off': 'Stop desktop notifications',
  'notify-blocked': 'Notifications are blocked for this page. Allow them in the settings of your browser.',
  'menu-transcript': 'Save conversation',
  'menu-plain-view': 'Show whole conversation as text',
  'menu-pop-out': 'Open in a window',
  'menu-history': 'Earlier conversations',
  'menu-help': 'Search for an answer',
  'menu-end': 'End conversation',
  'menu-data': 'Your data',
  'menu-place': 'Move the chat button',
  'plain-view-title': 'Whole conversation',
  'plain-view-earlier-missing': 'Earlier messages are not loaded yet.',
} as const;
