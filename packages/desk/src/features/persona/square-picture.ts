/** Makes a face of a picture: the square in its middle, as small as it is shown, and nothing of what a camera wrote into it. */

/** Pixels a side: twice the largest place in which a face is shown. */
const SIDE = 256;

/** @throws when a browser does not know it as a picture */
export async function squarePicture(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const cut = Math.min(width, height);
  const side = Math.min(cut, SIDE);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [side, side];
  canvas.getContext('2d')?.drawImage(bitmap, (width - cut) / 2, (height - cut) / 2, cut, cut, 0, 0, side, side);
  bitmap.close();
  return new Promise((resolve, reject) =>
    // A browser that cannot write WebP gives a PNG.
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture'))), 'image/webp', 0.9),
  );
}
