/** One way in which a monitor could be silent while a certificate breaks something, as data. */

import { isRedCode, RED_REASONS } from '../../src/domain/red-reasons.ts';
import type { World } from './world.ts';

export interface Way {
  /** A fact, which is the title of the test. */
  title: string;
  manifest: string;
  /** What happens before the command of a day; only these days have one. */
  days: Record<number, Happening>;
  /** What is said on these days. On the others, everything was read, and nothing is sent. */
  must: Record<number, Said>;
  /** Default: `scan`. */
  command?: readonly string[];
  /** The commands of some days. */
  commands?: Record<number, readonly string[]>;
  /** Why it is not so yet. Such a row is skipped, and listed with the reason. */
  pending?: string;
}

export type Happening = (world: World) => unknown;

/** What a command says: the opposite of silence. */
export interface Said {
  /** Default: 0. */
  exit?: number;
  /** The codes of `coverage.reasons`, in their order. Default: none. */
  reasons?: string[];
  /** The code of the failure of all locations that are not tolerated. */
  failure?: string;
  /** What the receiver gets: the event and the name. Default: nothing. */
  alerts?: string[];
  /** A part of the coverage line. */
  line?: string;
  /** A part of the output. */
  output?: string;
  /** On a day without a command: the monitor has missed a ping. */
  isOverdue?: true;
}

export const nothing: Happening = () => undefined;

/** Days on which nothing happens but the scan. */
export function quiet(from: number, to: number): Record<number, Happening> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, nothing]));
}

/** What is said on each of these days. */
export function always(from: number, to: number, said: Said): Record<number, Said> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, said]));
}

/** A red run, with the exit code of its reason. `failure`: of the location. */
export function red(reason: string, failure?: string): Said {
  const exit = isRedCode(reason) ? RED_REASONS[reason].exitCode : 1;
  return { exit, reasons: [reason], ...(failure !== undefined && { failure }) };
}

/** A run that stops at an error in the manifest. */
export const refused = (code: string): Said => ({ exit: 2, output: `error[${code}]` });
/** A run that stops before it reads anything. */
export const stopped = (code: string): Said => ({ exit: 3, output: `error[${code}]` });
/** A green run that sends these alerts. */
export const alerted = (...alerts: string[]): Said => ({ alerts });
/** A green run whose coverage line says so. */
export const noted = (line: string): Said => ({ line });

const RULES = 'rules: [{ name: all, events: ["*"], actions: [{ webhook: chat }] }]';
const NETWORK = 'network: { dns_servers: ["$DNS"] }';

/** A manifest of these entries beside one that is always read, with a monitor, and a chat that gets everything. */
export function watch(entries: string, more = '', settings = ''): string {
  return `version: 1
settings: { heartbeat_url: "\${HEARTBEAT_URL}"${settings === '' ? '' : `, ${settings}`} }
defaults: { trust: none }
certificates:
  - { name: license, expires: 2099-01-01 }
${entries.replace(/^/gm, '  ')}
webhooks:
  chat: { url: "\${CHAT_URL}", content_type: text/plain, body_template: "{{ event }} {{ data.display_name }}" }
${more.includes('rules:') ? '' : RULES}
${more.includes('network:') ? '' : NETWORK}
${more}
`;
}

/** The entry of an endpoint. */
export const endpoint = (name: string, more = '') =>
  `- { name: ${name}, endpoint: "${name}.example.com:$PORT_${name.toUpperCase()}"${more === '' ? '' : `, ${more}`} }`;
