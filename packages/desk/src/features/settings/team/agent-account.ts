/** An account of the desk, as the server tells owners of it and as it is changed. */
import { ProtocolError, type Presence } from '@support-chat/protocol';
import { Draft } from '../draft.js';
import type { PageHost } from '../settings-page.js';

export type Role = 'agent' | 'lead' | 'owner';

/** As `GET /v1/agents` has it. */
export interface AgentAccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string | null;
  /** Absent: they have no picture. */
  readonly avatarUrl?: string;
  readonly role: Role;
  readonly departments: readonly string[] | null;
  readonly skills: readonly string[];
  readonly capacity: number | null;
  readonly presence: Presence;
  readonly version: string;
}

/** What is entered: as text where somebody may be in the middle of it. */
export interface AgentEntry {
  readonly name: string;
  readonly title: string;
  readonly role: Role;
  readonly departments: readonly string[] | null;
  readonly skills: string;
  readonly capacity: string;
}

/** Everybody. @throws a coded `ProtocolError` */
export async function loadAgents({ source }: PageHost, signal: AbortSignal): Promise<readonly AgentAccountRow[]> {
  const answer = (await source.call('GET', '/agents', signal)) as { agents?: unknown } | null;
  if (!Array.isArray(answer?.agents)) throw new ProtocolError('internal');
  return answer.agents as AgentAccountRow[];
}

/** @param known - ids of the departments that there are: others are left out */
function entryOf(row: AgentAccountRow, known: ReadonlySet<string>): AgentEntry {
  return {
    name: row.name,
    title: row.title ?? '',
    role: row.role,
    departments: row.departments?.filter((id) => known.has(id)) ?? null,
    skills: row.skills.join(', '),
    capacity: row.capacity === null ? '' : String(row.capacity),
  };
}

const skillsOf = (text: string): string[] =>
  text
    .split(',')
    .map((skill) => skill.trim())
    .filter((skill) => skill !== '');

interface AgentDraftOptions {
  readonly known: ReadonlySet<string>;
  readonly words: (key: 'name-missing' | 'capacity-wrong' | 'skills-wrong') => string;
  readonly onLoaded: (rows: readonly AgentAccountRow[]) => void;
}

/** An account that is being changed. */
export function agentDraft(
  host: PageHost,
  id: string,
  { known, words, onLoaded }: AgentDraftOptions,
): Draft<AgentEntry> {
  return new Draft<AgentEntry>({
    name: `agent:${id}`,
    keeper: host.keeper,
    signal: host.signal,
    onChange: host.changed,
    check: ({ name, skills, capacity }) => ({
      ...(name.trim() === '' && { name: words('name-missing') }),
      ...(!/^[1-8]?$/.test(capacity.trim()) && { capacity: words('capacity-wrong') }),
      ...(!skillsOf(skills).every((skill) => /^[\w-]{1,64}$/.test(skill)) && { skills: words('skills-wrong') }),
    }),
    source: {
      async load(signal) {
        const rows = await loadAgents(host, signal);
        onLoaded(rows);
        const row = rows.find((one) => one.id === id);
        if (!row) throw new ProtocolError('not-found');
        return { value: entryOf(row, known), version: row.version };
      },
      async store({ name, title, role, departments, skills, capacity }, version, signal) {
        const change = {
          ...{ name: name.trim(), title: title.trim(), role, departments, skills: skillsOf(skills) },
          capacity: capacity.trim() === '' ? null : Number(capacity),
        };
        await host.source.call('PATCH', `/agents/${id}`, signal, change, version);
      },
    },
  });
}
