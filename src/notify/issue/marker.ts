/**
 * The hidden comment by which an issue of ours is found again: what it is about, and what it has told. It is one line
 * of JSON in an HTML comment, so that people who edit the issue can leave it alone, and none sees it.
 */

import { FINDING_NAMES, type Status } from '../../domain/index.ts';

export interface Marker {
  /** What the issue is about: `alert_key` of the events, or `rollUpKey`. */
  key: string;
  /** Which manifest's, as a path from the repository's root: two manifests may have an entry of one name. */
  manifest: string;
  /** The worst that it has told. */
  status: Status;
  /** The smallest threshold that it has told, in days; null where none is. */
  threshold_days: number | null;
  /** Counts how often the subject was told of anew after an ending: what is told in one is not told twice. */
  episode: number;
  /**
   * `told`: an alert holds. `ended`: we have closed it, since what it told of has ended. `duplicate`: we have closed
   * it, since another scan had opened one at the same time. So one that is closed and `told` was closed by a person.
   */
  state: 'told' | 'ended' | 'duplicate';
}

/** Key of the one issue for all certificates of a manifest that have none of their own. */
export function formatOverflowKey(manifest: string): string {
  return `certvigil:roll-up ${manifest}`;
}

const MARKER_LINE = /<!-- certvigil:issue:v1 (\{.*?\}) -->/;

/** The marker in the body of an issue; null where there is none that we wrote. */
export function readMarker(body: string | null): Marker | null {
  const json = MARKER_LINE.exec(body ?? '')?.[1];
  if (json === undefined) return null;
  const value = parseJson(json);
  return isMarker(value) ? value : null;
}

/** The marker as it stands in a body. */
export function formatMarker({ key, manifest, status, threshold_days, episode, state }: Marker): string {
  const json = JSON.stringify({ key, manifest, status, threshold_days, episode, state });
  return `<!-- certvigil:issue:v1 ${escapeForComment(json)} -->`;
}

/** The body with another marker in the place of its own; all else in it stays. */
export function replaceMarker(body: string, marker: Marker): string {
  return body.replace(MARKER_LINE, () => formatMarker(marker));
}

/** JSON that can neither end the comment nor look like another: names of places come from strangers. */
function escapeForComment(json: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(/[^\x20-\x7e]|[<>&@`]/g, escaped).replace(/--/g, '-\\u002d');
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const STATES: readonly string[] = ['told', 'ended', 'duplicate'] satisfies Marker['state'][];

function isMarker(value: unknown): value is Marker {
  const { key, manifest, status, threshold_days, episode, state } = (value ?? {}) as Partial<
    Record<keyof Marker, unknown>
  >;
  return (
    typeof key === 'string' &&
    typeof manifest === 'string' &&
    typeof status === 'string' &&
    (threshold_days === null || typeof threshold_days === 'number') &&
    typeof episode === 'number' &&
    STATES.includes(String(state))
  );
}

const FINDING_KINDS = FINDING_NAMES.map((event) => event.replace('certificate.', '')).join('|');
const CERTIFICATE_KEY = new RegExp(`^([0-9a-f]{64}|\\d{4}-\\d{2}-\\d{2})(/(${FINDING_KINDS})(/.*)?)?$`, 's');

/**
 * What an issue is about, by its key: a certificate of an entry (its fingerprint, or date) or what was found of it, or a
 * place of the entry.
 */
export function parseAlertKey(key: string): { entry: string; fingerprint: string | null; place: string | null } | null {
  const [, entry, alert] = /^certvigil\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  if (entry === undefined || alert === undefined) return null;
  const [, fingerprint = null] = CERTIFICATE_KEY.exec(alert) ?? [];
  return { entry, fingerprint, place: fingerprint === null ? alert : null };
}

// ---------------------------------------------------------------------------------------------- our part of a body

const BLOCK_START = '<!-- certvigil:begin -->';
const BLOCK_END = '<!-- certvigil:end -->';

/** A body as we write it: the marker, and our block. */
export function formatBody(marker: Marker, block: string): string {
  return `${formatMarker(marker)}\n${BLOCK_START}\n${block}\n${BLOCK_END}\n`;
}

/** Our block in a body; null where a person has taken it out, which is respected. */
export function findBlock(body: string): string | null {
  const begin = body.indexOf(BLOCK_START);
  const end = body.indexOf(BLOCK_END, begin);
  return begin === -1 || end === -1
    ? null
    : body
        .slice(begin + BLOCK_START.length, end)
        .replaceAll('\r\n', '\n')
        .trim();
}

/** The body with another block in the place of ours; all that people have written around it stays. */
export function replaceBlock(body: string, block: string): string {
  const begin = body.indexOf(BLOCK_START);
  const end = body.indexOf(BLOCK_END, begin);
  if (begin === -1 || end === -1) return body;
  return `${body.slice(0, begin + BLOCK_START.length)}\n${block}\n${body.slice(end)}`;
}

// ---------------------------------------------------------------------------------------------- our comments

/** The hidden line of a comment, by which it is not written twice where the answer to the first was lost. */
export function formatCommentMarker(id: string): string {
  return `<!-- certvigil:comment:v1 ${escapeForComment(id)} -->`;
}
