/** The configuration of another tool in the terms of the manifest. */

import type { StartTls } from '../domain/sources/endpoint.ts';

/** A file that the user imports. */
export interface ImportedFile {
  /** The path as the user wrote it. */
  path: string;
  text: string;
}

/** The place in a file that says something. */
export interface Origin {
  file: string;
  /** The line, from 1; null: the format has no lines, such as JSON on one line. */
  line: number | null;
}

/** A server or domain that the other tool watches: the keys of the entry, without its name. */
export interface ImportedEntry {
  /** `host` or `host:port`. Either this or `domain` is given. */
  endpoint?: string;
  domain?: string;
  starttls?: StartTls;
  server_name?: string;
  connect_to?: string;
  trust?: 'none';
  labels?: Readonly<Record<string, string>>;
  owner?: string;
  expiry_warning_days?: number | string;
  expiry_critical_days?: number | string;
  enabled?: false;
}

export interface ImportedTarget {
  /** The name that the tool shows, from which the name of the entry is derived. */
  name: string;
  entry: ImportedEntry;
  origin: Origin;
  /** The names of the receivers that the tool notifies. */
  receivers: readonly string[];
}

/** A receiver: an item of `webhooks` or `email` by its name, or `issues`. Its values have variables instead of secrets. */
export interface ImportedReceiver {
  kind: 'webhook' | 'email' | 'issues';
  name: string;
  /** The keys as in the manifest; empty for `issues`. */
  fields: Readonly<Record<string, unknown>>;
  /** The secrets that it needs. */
  variables: readonly ImportedVariable[];
  origin: Origin;
}

/** A secret, which is never imported: the name of the variable, and what its value is. */
export interface ImportedVariable {
  name: string;
  /** Such as `the URL of the webhook`. */
  meaning: string;
}

/** Something that was not imported, and the reason, as a sentence without a full stop. */
export interface LeftOut {
  what: string;
  reason: string;
  origin: Origin;
}

export interface Imported {
  targets: ImportedTarget[];
  receivers: ImportedReceiver[];
  leftOut: LeftOut[];
}

/** Creates the target for the registration of a server's domain, with the same labels and receivers. */
export function toDomainTarget({ name, entry, origin, receivers }: ImportedTarget): ImportedTarget {
  const { endpoint = '', labels, enabled } = entry;
  const domain = endpoint.replace(/:\d+$/, '');
  const more = { ...(labels !== undefined && { labels }), ...(enabled === false && { enabled }) };
  return { name, entry: { domain, ...more }, origin, receivers };
}

/** Creates labels, without those that have no name or value; undefined if there are none. */
export function createLabels(pairs: readonly (readonly [string, string | null])[]): {
  labels?: Record<string, string>;
} {
  const used = pairs.flatMap(([name, value]) =>
    name === '' || value === null || value === '' ? [] : [[name, value] as const],
  );
  return used.length === 0 ? {} : { labels: Object.fromEntries(used) };
}

/** Joins what several parts of a configuration say. */
export function joinImported(parts: readonly Imported[]): Imported {
  return {
    targets: parts.flatMap(({ targets }) => targets),
    receivers: parts.flatMap(({ receivers }) => receivers),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
  };
}

export const NOTHING: Imported = { targets: [], receivers: [], leftOut: [] };
