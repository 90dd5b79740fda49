/** Recording in the composer: what is seen of it, on the browser's microphone. A chunk of its own. */
import { browserMicrophone } from '@support-chat/browser';
import { VoiceEntry, type FileIntake } from '@support-chat/ui';

/** See `FileIntakeTarget`. */
export function open(intake: FileIntake): VoiceEntry {
  return new VoiceEntry(intake, browserMicrophone);
}
