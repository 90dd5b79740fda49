/** Drawings that a page uses out of files of their own (`<use href="icons.svg#cart">`), for a picture that can load none. */

/** What is in those files, of this origin; a file that does not come leaves its places empty. */
export async function svgDefinitions(): Promise<Node[]> {
  const addresses = [...document.querySelectorAll('use')].flatMap((use) => {
    const [file] = (use.getAttribute('href') ?? use.getAttribute('xlink:href') ?? '').split('#');
    return file ? new URL(file, document.baseURI).href : [];
  });
  const own = [...new Set(addresses)].filter((address) => new URL(address).origin === location.origin);
  return (await Promise.all(own.map(load))).flat();
}

/** Read by a request, because a parser of text would have to be trusted by the page's policy. */
function load(address: string): Promise<Node[]> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.onload = () => {
      const drawing = request.responseXML?.documentElement;
      resolve([...(drawing?.childNodes ?? [])].map((node) => document.importNode(node, true)));
    };
    request.onerror = () => resolve([]);
    request.send();
  });
}
