/**
 * Takes out of pictures what their makers do not show: EXIF with its place and its thumbnail, XMP, IPTC, comments, and
 * whatever stands behind the end of the picture (X7). Lossless: no pixel is decoded. Runs in the browser before a file
 * leaves and on the server again. Reads the dimensions on the way, before anything decodes them.
 */

/** A picture without its metadata. */
export interface StrippedImage {
  readonly bytes: Uint8Array;
  /** As it is shown: after its orientation. */
  readonly width: number;
  readonly height: number;
}

/** @returns undefined for what is none of JPEG, PNG, WebP and GIF; null for one of them that is damaged */
export function stripMetadata(bytes: Uint8Array): StrippedImage | null | undefined {
  const strip = [jpeg, png, webp, gif].find(({ signature }) => signature(bytes));
  if (!strip) return undefined;
  try {
    return strip.read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof RangeError) return null; // it ends too early
    throw error;
  }
}

interface Format {
  signature(bytes: Uint8Array): boolean;
  /** @throws RangeError when it ends too early */
  read(bytes: Uint8Array, view: DataView): StrippedImage | null;
}

function begins(bytes: Uint8Array, text: string, at = 0): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** JPEG: a row of segments. Kept are those that decoders need, the colour profile, and of EXIF the orientation alone. */
const jpeg: Format = {
  signature: (bytes) => begins(bytes, '\xFF\xD8\xFF'),
  read(bytes, view) {
    const parts = [bytes.subarray(0, 2)];
    let [at, width, height, orientation] = [2, 0, 0, 1];
    for (;;) {
      if (view.getUint8(at) !== 0xff) return null;
      const marker = view.getUint8(at + 1);
      if (marker === 0xff) {
        at++; // filling
        continue;
      }
      if (marker === 0xd9) break;
      const end = at + 2 + view.getUint16(at + 2);
      if (end > bytes.length) return null;
      if (isFrame(marker)) [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      if (marker === 0xe1 && begins(bytes, 'Exif\0\0', at + 4)) {
        const found = readOrientation(view, at + 10, end);
        if (found !== 1 && orientation === 1) {
          orientation = found;
          parts.push(orientationSegment(found));
        }
      } else if (isKept(marker, bytes, at)) parts.push(bytes.subarray(at, end));
      at = end;
      if (marker !== 0xda) continue;
      const scan = at;
      // Within a scan FF is followed by 00 or by a restart marker; anything else ends it.
      while (view.getUint8(at) !== 0xff || isInScan(view.getUint8(at + 1))) at++;
      parts.push(bytes.subarray(scan, at));
    }
    if (width === 0 || height === 0) return null;
    parts.push(Uint8Array.of(0xff, 0xd9));
    const turned = orientation >= 5;
    return { bytes: join(parts), width: turned ? height : width, height: turned ? width : height };
  },
};

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isInScan(next: number): boolean {
  return next === 0 || (next >= 0xd0 && next <= 0xd7);
}

function isKept(marker: number, bytes: Uint8Array, at: number): boolean {
  if (marker === 0xe2) return begins(bytes, 'ICC_PROFILE\0', at + 4);
  // 0: JFIF, 14: Adobe's colour transform. The other application segments and comments go.
  return (marker < 0xe1 || marker > 0xef || marker === 0xee) && marker !== 0xfe;
}

function readOrientation(view: DataView, start: number, end: number): number {
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  if (directory + 2 > end) return 1;
  const count = view.getUint16(directory, little);
  for (let entry = directory + 2; entry < directory + 2 + count * 12 && entry + 12 <= end; entry += 12) {
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An EXIF segment that says nothing but how the picture is to be turned. */
function orientationSegment(orientation: number): Uint8Array {
  const head = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  return Uint8Array.of(...head, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0);
}

/** Chunks that only describe. `eXIf` may turn the picture as well, which no browser heeds in a PNG. */
const PNG_NOTES = /^(?:tEXt|zTXt|iTXt|eXIf|tIME|dSIG|caBX)$/u;

const png: Format = {
  signature: (bytes) => begins(bytes, '\x89PNG\r\n\x1A\n'),
  read(bytes, view) {
    if (!begins(bytes, 'IHDR', 12)) return null;
    const [width, height] = [view.getUint32(16), view.getUint32(20)];
    const parts = [bytes.subarray(0, 8)];
    for (let at = 8; ;) {
      const end = at + 12 + view.getUint32(at);
      if (end > bytes.length) return null;
      const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      if (!PNG_NOTES.test(type)) parts.push(bytes.subarray(at, end));
      if (type === 'IEND') break;
      at = end;
    }
    return width > 0 && height > 0 ? { bytes: join(parts), width, height } : null;
  },
};

const webp: Format = {
  signature: (bytes) => begins(bytes, 'RIFF') && begins(bytes, 'WEBP', 8),
  read(bytes, view) {
    const total = Math.min(bytes.length, view.getUint32(4, true) + 8);
    const parts = [bytes.slice(0, 12)];
    let [width, height] = [0, 0];
    for (let at = 12; at + 8 <= total;) {
      const length = view.getUint32(at + 4, true);
      const end = at + 8 + length + (length % 2);
      if (at + 8 + length > bytes.length) return null;
      const type = String.fromCharCode(...bytes.subarray(at, at + 4));
      const chunk = bytes.slice(at, Math.min(end, bytes.length));
      if (type === 'VP8X') {
        chunk.set([view.getUint8(at + 8) & ~0b1100], 8); // says no more that EXIF and XMP follow
        width = 1 + readUint24(view, at + 12);
        height = 1 + readUint24(view, at + 15);
      } else if (type === 'VP8 ' && width === 0) {
        width = view.getUint16(at + 14, true) & 0x3fff;
        height = view.getUint16(at + 16, true) & 0x3fff;
      } else if (type === 'VP8L' && width === 0) {
        const bits = view.getUint32(at + 9, true);
        width = 1 + (bits & 0x3fff);
        height = 1 + ((bits >>> 14) & 0x3fff);
      }
      if (/^(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP)$/u.test(type)) parts.push(chunk);
      at = end;
    }
    const whole = join(parts);
    new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
    return width > 0 && height > 0 ? { bytes: whole, width, height } : null;
  },
};

function readUint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** Carries no place; its comments stay. Only its dimensions are read. */
const gif: Format = {
  signature: (bytes) => begins(bytes, 'GIF8'),
  read(bytes, view) {
    const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
    return width > 0 && height > 0 ? { bytes, width, height } : null;
  },
};
