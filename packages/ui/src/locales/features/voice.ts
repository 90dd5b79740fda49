/** English words of voice messages: recording one, and listening. */
export const voiceWords = {
  'voice-note': 'Voice message',
  'voice-record': 'Record a voice message',
  'voice-play': 'Play {name}',
  'voice-pause': 'Pause {name}',
  'voice-position': 'Position',
  'voice-at': '{time} of {total}',
  'voice-speed': 'Speed {speed}',
  'voice-unplayable': 'This browser cannot play it.',
  'voice-asking': 'Please allow the microphone.',
  'voice-recording': 'Recording',
  'voice-halt': 'Pause recording',
  'voice-continue': 'Continue recording',
  'voice-stop': 'Stop and listen',
  'voice-discard': 'Delete recording',
  'voice-near-end': '{time} left to record.',
  'voice-kept': 'The recording has stopped. It is beside your message.',
  'voice-refused':
    'The microphone is blocked for this page. Allow it in the settings beside the address, then press the button again.',
  'voice-absent':
    'No microphone answers. Connect one, or close other programs that use it, then press the button again.',
} as const;
