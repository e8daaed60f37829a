/** What a kind of source implements to be read. */

import type { Entry, Expectations, RawPlace, SourceByKind, SourceKind, SourceWithPlaces } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import type { MaybePromise } from '../../lib/maybe-promise.ts';
import type { Network } from '../network/index.ts';
import type { VariableResolver } from './resolve-variables.ts';
import type { ReadTrustOptions } from './trust-anchors.ts';

/** An entry of a manifest, or a target on the command line. */
export type ReadableEntry = Pick<Entry, 'name' | 'source' | 'passwords' | 'variables'> & Partial<Pick<Entry, 'expect'>>;

/** One of the first items of an inventory. */
export interface InventorySample {
  /** As the inventory returned it: may contain secrets. */
  raw: unknown;
  /** Null if it has no ID. */
  place: string | null;
  /** Null if it is not to be monitored. */
  mapped: RawPlace | null;
  /** How many items the inventory has; null if it does not say. */
  total: number | null;
}

/** Keeps bytes between scans. An error is a miss. Times in milliseconds. */
export interface ByteCache {
  get: (key: string) => Promise<{ body: Buffer } | null>;
  put: (key: string, entry: CacheEntry) => Promise<void>;
}

interface CacheEntry {
  body: Buffer;
  etag: null;
  modified: null;
  asked_at: number;
  until: number;
}

export interface ReadContext<Place> {
  entry: ReadableEntry;
  io: Io;
  /** Absolute directory that paths are relative to. */
  root: string;
  timeout_seconds: number;
  workspace: Workspace;
  /** Replaces the `${NAME}` references in a text. */
  resolveVariables: VariableResolver;
  readTrustOptions: ReadTrustOptions;
  /** Opens DNS and TLS at the first call. */
  openNetwork: () => Promise<Network>;
  /** If present, inventories are not read: their first items are passed to it, as they are and as mapped. */
  onSample?: ((sample: InventorySample) => void) | undefined;
  /** The places of a source of this entry that the event log knows. Empty if there is no log. */
  listKnownPlaces: (source: string) => readonly string[];
  /** The fingerprints of the certificates that a place of this entry presented in earlier scans. Empty if there is no log. */
  listKnownCertificates: (place: string) => readonly string[];
  /** Limits how many files, URLs and requests to inventories are read at once. Connections to endpoints have their own limit. */
  acquire: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** What earlier scans read, as far as it cannot change; null: nothing. */
  cache?: ByteCache | null;
  /** Called with a bug that was caught at one place. */
  reportBug: ReportBug;
  /** Decodes a place with the entry's password. Default for `expect`: that of the entry. It does not throw. */
  decode: (raw: RawPlace, expect?: Expectations | null) => MaybePromise<Place[]>;
}

/** The places of one source. A function decodes them later, once nothing else is being read. */
export type ReadResult<Place> = Omit<SourceWithPlaces<Place>, 'places'> & {
  places: Place[] | (() => Promise<Place[]>);
};

/** One step of the progress. */
export interface ReadJob<Place> {
  /** The sources that it reads, as its results name them. */
  sources: readonly string[];
  read: () => Promise<ReadResult<Place>[]>;
}

/** Lists what to read for a source. A place or source that cannot be read has a failure in its result. */
export type SourceReader<Kind extends SourceKind> = <Place>(
  source: SourceByKind<Kind>,
  context: ReadContext<Place>,
) => MaybePromise<ReadJob<Place>[]>;

/** Creates the job of a source that is one place with the same name. */
export function createSinglePlaceJob<Place>(
  place: string,
  { entry, decode }: ReadContext<Place>,
  read: () => MaybePromise<RawPlace>,
): ReadJob<Place> {
  return {
    sources: [place],
    read: async () => [{ entry: entry.name, source: place, failure: null, places: await decode(await read()) }],
  };
}
