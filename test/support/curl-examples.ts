/** The `curl` commands of a page of the documentation, as requests: so that what it shows is what is tested. */

/** One command. */
export interface CurlExample {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Reads all `sh` blocks. Knows the few options that the page uses and fails at any other.
 *
 * @param variables - values of what is written as `$NAME`, outside of single quotes
 */
export function readCurlExamples(markdown: string, variables: Readonly<Record<string, string>>): CurlExample[] {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const commands = blocks.flatMap((block) => block.replaceAll('\\\n', ' ').trim().split('\n'));
  return commands.map((command) => readCommand(wordsOf(command, variables)));
}

/** As a shell splits them: parts in quotes and without, one behind the other, are one word. */
function wordsOf(command: string, variables: Readonly<Record<string, string>>): string[] {
  const fill = (text: string): string =>
    text.replace(/\$(\w+)/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`$${name} has no value: ${command}`);
      return value;
    });
  return (command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"|([^'"]+)/g, (_, single?: string, double?: string, plain?: string) => {
      return single ?? fill(double ?? plain ?? '');
    }),
  );
}

function readCommand([program, ...words]: string[]): CurlExample {
  if (program !== 'curl') throw new Error(`'${program}' is not curl.`);
  const headers: Record<string, string> = {};
  let [method, url, body]: [string | undefined, string, string | undefined] = [undefined, '', undefined];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-X') method = words.shift();
    else if (word === '-d') body = words.shift();
    else if (word === '-o') words.shift();
    else if (word === '-H') {
      const [name = '', ...value] = (words.shift() ?? '').split(': ');
      headers[name] = value.join(': ');
    } else if (word.startsWith('-')) throw new Error(`The option ${word} is not known.`);
    else url = word;
  }
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body };
}
