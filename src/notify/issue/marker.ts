/**
 * Reads and writes the hidden HTML comments in issues and comments. The marker of an issue identifies its alert and records what was
 * notified. It is one line of JSON, which is invisible to readers and easy to keep when editing.
 */

import { createHash } from 'node:crypto';
import { FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import { type EventData, FINDING_NAMES, type Status, toTopic } from '../../domain/index.ts';

export interface Marker {
  /** The scan that opened the issue. The nonce differs in each issue of the same alert. */
  nonce: string;
  /** The number of the issue; null until the first change after the issue was opened. */
  issue: number | null;
  /** The `alert_key` of the events, or the key of the issue about a CA, or that of the overflow issue. */
  key: string;
  /** The manifest's path in the repository, because two manifests may have entries with the same name. */
  manifest: string;
  /** The most severe status notified so far. */
  status: Status;
  /** The smallest threshold notified so far; null if there was none. */
  threshold_days: number | null;
  /** The number of times that the alert has started to fire. Each notification is sent once within an episode. */
  episode: number;
  /**
   * `firing`: the alert is active. `resolved`: certvigil closed the issue when the alert was resolved. `duplicate`: certvigil closed it,
   * because another scan had opened one at the same time. Therefore, a closed issue that is `firing` was closed by a person.
   */
  state: 'firing' | 'resolved' | 'duplicate';
}

const STATES: readonly unknown[] = ['firing', 'resolved', 'duplicate'] satisfies Marker['state'][];

/** Formats the key of the overflow issue of a manifest. */
export function formatOverflowKey(manifest: string): string {
  return `certvigil:overflow ${manifest}`;
}

/** Formats the key of the issue about a CA, which all entries of a manifest share. */
export function formatIssuerKey(fingerprint: string, manifest: string): string {
  return `certvigil:ca ${fingerprint} ${manifest}`;
}

/** Returns the fingerprint of the CA that an issue is about; null for other keys. */
export function parseIssuerKey(key: string): string | null {
  return /^certvigil:ca ([0-9a-f]{64}) /.exec(key)?.[1] ?? null;
}

const MARKER_LINE = /<!-- certvigil:issue:v1 (\{.*?\}) -->/;

/** Reads the marker in the body of an issue; returns null if it is missing or malformed. */
export function readMarker(body: string | null): Marker | null {
  const json = MARKER_LINE.exec(body ?? '')?.[1];
  if (json === undefined) return null;
  try {
    const value: unknown = JSON.parse(json);
    return isMarker(value) ? value : null;
  } catch {
    return null;
  }
}

/** Creates the marker of a new issue. Two scans that open an issue for the same alert write different markers. */
export function createMarker(
  alert: Pick<Marker, 'key' | 'manifest' | 'status' | 'threshold_days'>,
  { run_url, timestamp }: Pick<EventData, 'run_url' | 'timestamp'>,
): Marker {
  const nonce = createHash('sha256').update([run_url, timestamp].join(' ')).digest('hex').slice(0, 16);
  return { ...alert, nonce, issue: null, episode: 1, state: 'firing' };
}

export function formatMarker(marker: Marker): string {
  const { key, manifest, status, threshold_days, episode, state, nonce, issue } = marker;
  const json = JSON.stringify({ key, manifest, status, threshold_days, episode, state, nonce, issue });
  return `<!-- certvigil:issue:v1 ${escapeForComment(json)} -->`;
}

export function replaceMarker(body: string, marker: Marker): string {
  return body.replace(MARKER_LINE, () => formatMarker(marker));
}

/** Escapes JSON so that untrusted names can neither end the HTML comment nor look like another one. */
function escapeForComment(json: string): string {
  const toEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(/[^\x20-\x7e]|[<>&@`]/g, toEscape).replace(/--/g, '-\\u002d');
}

function isMarker(value: unknown): value is Marker {
  const { key, manifest, status, threshold_days, episode, state, nonce, issue } = (value ?? {}) as Partial<
    Record<keyof Marker, unknown>
  >;
  return (
    typeof key === 'string' &&
    typeof manifest === 'string' &&
    typeof status === 'string' &&
    (threshold_days === null || typeof threshold_days === 'number') &&
    typeof episode === 'number' &&
    typeof nonce === 'string' &&
    (issue === null || typeof issue === 'number') &&
    STATES.includes(state)
  );
}

const FINDING_KINDS = FINDING_NAMES.map((event) => event.replace('certificate.', '')).join('|');
const CERTIFICATE_KEY = new RegExp(`^([0-9a-f]{64}|\\d{4}-\\d{2}-\\d{2})(/(${FINDING_KINDS})(/.*)?)?$`, 's');

/**
 * The subject of an alert: a certificate (its fingerprint or hard-coded date), a location, or neither for the test certificates of the
 * entry.
 */
export interface AlertSubject {
  entry: string;
  fingerprint: string | null;
  location: string | null;
}

/** Parses an `alert_key`; returns null for other text. */
export function parseAlertKey(key: string): AlertSubject | null {
  const [, entry, alert] = /^certvigil\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  if (entry === undefined || alert === undefined) return null;
  if (alert === `/${toTopic(FIXTURE_EXPIRING, '')}`) return { entry, fingerprint: null, location: null };
  const [, fingerprint = null] = CERTIFICATE_KEY.exec(alert) ?? [];
  return { entry, fingerprint, location: fingerprint === null ? alert : null };
}

const BLOCK_START = '<!-- certvigil:begin -->';
const BLOCK_END = '<!-- certvigil:end -->';

/** Formats the body of a new issue: the marker and the section of certvigil. */
export function formatBody(marker: Marker, block: string): string {
  return `${formatMarker(marker)}\n${BLOCK_START}\n${block}\n${BLOCK_END}\n`;
}

/** Finds the section of certvigil in a body; returns null if a person removed it, which is respected. */
export function findBlock(body: string): string | null {
  const [start, end] = locateBlock(body);
  if (start === -1 || end === -1) return null;
  return body.slice(start, end).replaceAll('\r\n', '\n').trim();
}

/** Replaces the section of certvigil, and keeps text that people wrote around it. */
export function replaceBlock(body: string, block: string): string {
  const [start, end] = locateBlock(body);
  if (start === -1 || end === -1) return body;
  return `${body.slice(0, start)}\n${block}\n${body.slice(end)}`;
}

function locateBlock(body: string): [start: number, end: number] {
  const start = body.indexOf(BLOCK_START);
  return [start === -1 ? -1 : start + BLOCK_START.length, body.indexOf(BLOCK_END, start)];
}

/** Formats the hidden first line of a comment, so that a comment whose response was lost is not added twice. */
export function formatCommentMarker(id: string): string {
  return `<!-- certvigil:comment:v1 ${escapeForComment(id)} -->`;
}
