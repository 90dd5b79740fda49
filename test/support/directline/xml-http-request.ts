/** As much of `XMLHttpRequest` as a client of Direct Line needs in Node, over `fetch`. */
export class FetchedRequest {
  readyState = 0;
  status = 0;
  response: unknown = null;
  responseType = '';
  timeout = 0;
  onreadystatechange: (() => void) | null = null;
  onerror: ((error: unknown) => void) | null = null;
  readonly #headers: Record<string, string> = {};
  #method = 'GET';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  abort(): void {
    this.onreadystatechange = null;
  }

  send(body?: BodyInit): void {
    fetch(this.#url, { method: this.#method, headers: this.#headers, ...(body !== undefined && { body }) })
      .then(async (answer) => {
        this.status = answer.status;
        this.response = this.responseType === 'arraybuffer' ? await answer.arrayBuffer() : await answer.json();
        this.readyState = 4;
        this.onreadystatechange?.();
      })
      .catch((error: unknown) => this.onerror?.(error));
  }
}
