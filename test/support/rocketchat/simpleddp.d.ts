/** `simpleddp` has no types: what the tests use of it. */
declare module 'simpleddp' {
  interface Listener {
    stop(): void;
  }
  export default class SimpleDDP {
    constructor(options: {
      readonly endpoint: string;
      readonly SocketConstructor: unknown;
      readonly reconnectInterval?: number;
    });
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    call(method: string, ...params: readonly unknown[]): Promise<unknown>;
    subscribe(name: string, ...params: readonly unknown[]): { ready(): Promise<unknown> };
    on(event: string, listener: (frame: Record<string, unknown>) => void): Listener;
  }
}
