/** From a file of the person's disk to one that may be sent: judged, cleaned of what its maker does not show, measured. */
import {
  fileName,
  judgeFile,
  MAX_PIXELS,
  stripMetadata,
  typeOf,
  type ErrorCode,
  type FileRules,
  type SentAttachment,
} from '@support-chat/protocol';

/** A file that may be sent. */
export interface TakenFile {
  readonly bytes: Blob;
  readonly facts: Omit<SentAttachment, 'id'>;
}

/** @returns the file without its metadata, or the code of why it cannot be sent */
export async function takeFile(file: File, rules: FileRules): Promise<TakenFile | ErrorCode> {
  const name = fileName(file.name);
  const refused = judgeFile({ name, size: file.size, type: file.type }, rules);
  if (refused) return refused;
  const type = typeOf(name) ?? file.type;
  if (!type.startsWith('image/')) {
    return { bytes: new Blob([file], { type }), facts: { name, type, size: file.size } };
  }
  let picture;
  try {
    picture = stripMetadata(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return 'upload-unknown'; // it was moved, or its folder is away
  }
  if (!picture) return 'file-type-refused';
  const { width, height } = picture;
  if (width * height > MAX_PIXELS) return 'file-too-large';
  const bytes = new Blob([picture.bytes as Uint8Array<ArrayBuffer>], { type });
  return { bytes, facts: { name, type, size: bytes.size, width, height } };
}
