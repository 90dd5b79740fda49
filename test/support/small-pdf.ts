/** A PDF as small as can be, written by hand: pages of lines, a line in larger letters where it begins with `# `. */
export function smallPdf(pages: readonly (readonly string[])[]): Buffer {
  const objects: string[] = [];
  const add = (object: string): number => objects.push(object);
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const tree = add('');
  const kids = pages.map((lines) => {
    const shown = lines.map((line) => {
      const size = line.startsWith('# ') ? 20 : 11;
      return `/F1 ${size} Tf (${line.replace(/^# /, '').replace(/[()\\]/g, '\\$&')}) Tj T*`;
    });
    const content = `BT 14 TL 50 780 Td ${shown.join(' ')} ET`;
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${stream} 0 R ` +
        `/Resources << /Font << /F1 ${font} 0 R >> >> >>`,
    );
  });
  objects[tree - 1] = `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`;
  const catalog = add(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = file.length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  file += `trailer << /Size ${objects.length + 1} /Root ${catalog} 0 R >>\nstartxref\n${table}\n%%EOF`;
  return Buffer.from(file, 'latin1');
}
