/** Settings as a server keeps them, in memory: versions, refusals and conflicts included. */
import type { SettingsSource } from '@support-chat/desk';
import { ProtocolError } from '@support-chat/protocol';

interface Agent {
  readonly id: string;
  name: string;
  role: string;
  [field: string]: unknown;
}

export class SettingsServer implements SettingsSource {
  readonly self = 'agent-olga';
  /** Holds `preview.html`. */
  readonly server = '/test/browser/desk';
  readonly sections = new Map<string, unknown>();
  /** What holds while a section is not set. */
  readonly started = new Map<string, unknown>();
  readonly calls: string[] = [];
  /** Thrown instead of an answer while it is there. */
  failure: ProtocolError | null = null;
  readonly articles = new Map<
    string,
    { readonly title: string; readonly position: number; readonly [field: string]: unknown }
  >();
  waiting: readonly { readonly id: string; readonly waiting: number }[] = [];
  agents: Agent[] = [
    agent('agent-olga', 'Olga', 'owner'),
    { ...agent('agent-anna', 'Anna', 'agent'), departments: ['sales'], skills: ['german'], capacity: 2 },
  ];

  async call(method: string, path: string, signal: AbortSignal, body?: unknown, version?: string): Promise<unknown> {
    await Promise.resolve();
    signal.throwIfAborted();
    this.calls.push(`${method} ${path}`);
    if (this.failure) throw this.failure;
    const [, kind = '', id = '', part] = path.split('/');
    if (path === '/settings') return Object.fromEntries(this.sections);
    if (path === '/agent/articles') return { articles: this.#articleRows() };
    if (kind === 'articles') return this.#article(method, id, body, version);
    if (kind === 'settings') return this.#section(method, id, body, version);
    if (kind === 'agent') return { departments: this.waiting };
    if (kind === 'agents') return this.#agent(method, id, part, body as Partial<Agent>, version);
    throw new ProtocolError('not-found');
  }

  /** What the other owner does. */
  set(section: string, value: unknown): void {
    this.sections.set(section, value);
  }

  #articleRows(): object[] {
    const all = [...this.articles].sort(([, one], [, other]) => one.position - other.position);
    return all.map(([id, { text: _text, ...article }]) => ({
      ...{ id, ...article },
      version: versionOf(this.articles.get(id)),
    }));
  }

  #article(method: string, id: string, body: unknown, version?: string): unknown {
    const stored = this.articles.get(id);
    if (method === 'GET') return { id, ...stored };
    if (version !== undefined && version !== versionOf(stored)) {
      throw new ProtocolError('id-conflict', { detail: 'If-Match: it was changed' });
    }
    if (method === 'DELETE') this.articles.delete(id);
    else this.articles.set(id, body as { title: string; position: number });
    return null;
  }

  #section(method: string, section: string, value: unknown, version?: string): unknown {
    const stored = this.sections.get(section);
    if (method === 'GET') {
      const started = this.started.get(section);
      return {
        ...(stored !== undefined && { value: stored }),
        version: versionOf(stored),
        ...(started !== undefined && { started }),
      };
    }
    if (version !== versionOf(stored)) throw new ProtocolError('id-conflict', { detail: 'If-Match: it was changed' });
    if (method === 'DELETE') this.sections.delete(section);
    else this.sections.set(section, value);
    return null;
  }

  #agent(method: string, id: string, part: string | undefined, body: Partial<Agent>, version?: string): unknown {
    if (method === 'GET') return { agents: this.agents.map((one) => ({ ...one, version: versionOf(one) })) };
    if (method === 'POST') {
      const { name = '', role = 'agent', email } = body;
      if (this.agents.some((one) => one['email'] === email)) throw new ProtocolError('id-conflict');
      this.agents.push({ ...agent(`agent-${name}`, name, role), email });
      return null;
    }
    const found = this.agents.find((one) => one.id === id);
    if (!found) throw new ProtocolError('not-found');
    if (part === 'sessions') return null;
    if (part !== 'presence' && version !== versionOf(found)) {
      throw new ProtocolError('id-conflict', { detail: 'If-Match: it was changed' });
    }
    const owners = this.agents.filter(({ role }) => role === 'owner').length;
    if (found.role === 'owner' && body.role !== undefined && body.role !== 'owner' && owners === 1) {
      throw new ProtocolError('settings-invalid', { detail: 'role: somebody has to stay owner' });
    }
    Object.assign(found, body);
    return null;
  }
}

function agent(id: string, name: string, role: string): Agent {
  const email = `${name.toLowerCase()}@shop.example`;
  return { id, name, role, email, departments: null, skills: [], capacity: null, presence: 'available' };
}

function versionOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
