/** Makes a picture small enough to be sent: first by how it is kept, then by how many pixels it has. */

/** What the owner allows. */
export interface PictureBounds {
  /** PNG may be sent; JPEG may, or is what is left. */
  readonly png: boolean;
  /** Bytes. */
  readonly most: number;
}

const QUALITY = 0.85;
/** Of the side's length, with each attempt. */
const STEP = 0.75;
/** Below that many pixels a side nothing can be read. */
const LEAST = 200;

/** The picture itself when it fits, else a JPEG of it; the smallest there is when none does, for the rules to refuse. */
export async function fitted(picture: Blob, { png, most }: PictureBounds): Promise<Blob> {
  if (png && picture.size <= most) return picture;
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  let smaller = picture;
  for (let scale = 1; Math.min(bitmap.width, bitmap.height) * scale >= LEAST; scale *= STEP) {
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    smaller = await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', QUALITY),
    );
    if (smaller.size <= most) break;
  }
  bitmap.close();
  return smaller;
}
