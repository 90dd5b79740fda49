/** Files for tests, made in memory: photos that tell where they were taken, pictures of given size, and hostile ones. */
import { createCipheriv } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** What no download may contain. */
export const GPS_MARK = 'GPS-52.5200N-13.4050E';
/** The industry's harmless test virus, in two halves so that this file is none. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** EXIF with an orientation and a text that stands for a place. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(38);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tiff.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], 10);
  tiff.set([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38], 22);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(GPS_MARK)]);
}

/** A valid baseline JPEG of one grey block (8 × 8), with EXIF, XMP, IPTC, a comment and a tail. */
export function photo({ orientation = 6, width = 8, height = 8, tail = '' } = {}): Buffer {
  const quantization = Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)]);
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  const oneCode = (id: number) => Buffer.from([id, 1, ...Array<number>(15).fill(0), 0]);
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const scan = Buffer.alloc(Math.ceil((blocks * 2) / 8), 0);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, exif(orientation)),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${GPS_MARK}</x>`, 'latin1')),
    segment(0xed, Buffer.from(`Photoshop 3.0\0${GPS_MARK}`, 'latin1')),
    segment(0xfe, Buffer.from(`comment ${GPS_MARK}`)),
    segment(0xdb, quantization),
    segment(0xc0, frame),
    segment(0xc4, oneCode(0x00)),
    segment(0xc4, oneCode(0x10)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    scan,
    Buffer.from([0xff, 0xd9]),
    Buffer.from(tail),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(body.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** A PNG of one grey, with a text, EXIF and a tail. 15,000 × 15,000 takes some 27 kB and decodes to 225 megapixels. */
export function png({ width = 16, height = 8, tail = '' } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Location\0${GPS_MARK}`, 'latin1')),
    chunk('eXIf', exif(1).subarray(6)),
    chunk('IDAT', deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height, 0), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from(tail),
  ]);
}

/** A WebP of 1 × 1 in the extended form, with EXIF and XMP. */
export function webp(): Buffer {
  const part = (type: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const lossless = Buffer.from('2f00000000073f0f0000', 'hex');
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    part('VP8X', Buffer.from([0b1100, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    part('VP8L', lossless),
    part('EXIF', exif(1)),
    part('XMP ', Buffer.from(GPS_MARK)),
  ]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** The beginning of a WebM file as browsers record it: a head without a length, and one track of each codec. */
export function webm(...codecs: readonly string[]): Buffer {
  const element = (id: string, body: Buffer) =>
    Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x80 | body.length]), body]);
  const tracks = codecs.map((codec, index) =>
    element(
      'ae',
      Buffer.concat([
        element('d7', Buffer.from([index + 1])),
        element('83', Buffer.from([codec.startsWith('V') ? 1 : 2])),
        element('86', Buffer.from(codec)),
      ]),
    ),
  );
  return Buffer.concat([
    element('1a45dfa3', Buffer.concat([element('4286', Buffer.from([1])), element('4282', Buffer.from('webm'))])),
    Buffer.from('1853806701ffffffffffffff', 'hex'),
    element('1654ae6b', Buffer.concat(tracks)),
  ]);
}

/** The beginning of an MP4 file. @param brand - what `ftyp` says it is, four letters */
export function mp4(brand: string): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from(`ftyp${brand}\0\0\0\0${brand}`, 'latin1')]);
}

/** An archive of this many bytes in all: noise, the same each time, packed as it is. */
export function zip(size: number): Buffer {
  const name = Buffer.from('noise.bin');
  const [local, central, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  const length = size - local.length - central.length - end.length - 2 * name.length;
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
  const facts = Buffer.alloc(16);
  facts.writeUInt32LE(crc32(noise), 0);
  facts.writeUInt32LE(length, 4);
  facts.writeUInt32LE(length, 8);
  facts.writeUInt16LE(name.length, 12);
  local.write('PK\x03\x04\x0A', 'latin1');
  facts.copy(local, 14);
  central.write('PK\x01\x02\x0A\0\x0A', 'latin1');
  facts.copy(central, 16);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + length, 16);
  return Buffer.concat([local, name, noise, central, name, end]);
}

/** The first page of an Ogg file with Opus in it. */
export function ogg(): Buffer {
  const page = Buffer.from('OggS\0\x02'.padEnd(28, '\0'), 'latin1');
  return Buffer.concat([page, Buffer.from('OpusHead\x01\x01'.padEnd(19, '\0'), 'latin1')]);
}
