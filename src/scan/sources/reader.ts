/** The interface of the reader of a kind of source. */

import type { Entry, RawLocation, RawSource, Registration, SourceByKind, SourceKind } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { type Deadline, limitOr } from '../../lib/deadline.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import type { DnsClient } from '../dns/client.ts';
import { createLateFailure } from '../failures.ts';
import type { ByteCache } from '../http/byte-cache.ts';
import type { Network } from '../network/index.ts';
import type { RdapClient } from '../rdap/client.ts';
import type { VariableResolver } from './resolve-variables.ts';
import type { ReadTrustOptions } from './trust-anchors.ts';

/** An entry of a manifest, or a target on the command line. */
export type ReadableEntry = Pick<Entry, 'name' | 'source' | 'passwords' | 'variables'> &
  Partial<Pick<Entry, 'expect' | 'proxy'>>;

/** One of the first items of an inventory. */
export interface InventorySample {
  /** The item as the inventory returned it, which may contain secrets. */
  raw: unknown;
  /** The location; null if it has no ID. */
  location: string | null;
  /** The mapped item; null if it is not monitored. */
  mapped: RawLocation | null;
  /** The number of items of the inventory; null if unknown. */
  total: number | null;
}

export interface ReadContext {
  entry: ReadableEntry;
  io: Io;
  /** Absolute directory that paths are relative to. */
  root: string;
  timeout_seconds: number;
  deadline: Deadline;
  workspace: Workspace;
  /** Replaces the `${NAME}` references in a text. */
  resolveVariables: VariableResolver;
  readTrustOptions: ReadTrustOptions;
  /** Opens DNS and TLS at the first call. */
  openNetwork: () => Promise<Network>;
  /** Called with the first items of inventories, as they are and as mapped. If present, inventories are not read. */
  onSample?: ((sample: InventorySample) => void) | undefined;
  /** Lists the locations of a source of this entry in the event log. Empty if there is no log. */
  listKnownLocations: (source: string) => readonly string[];
  /** Lists the fingerprints of the certificates that a location of this entry presented in earlier scans. Empty if there is no log. */
  listKnownCertificates: (location: string) => readonly string[];
  /**
   * Returns a function for the rank of a location of a source of this entry: what has waited longest to be read has the highest one. Null if
   * nothing has waited, so that the order does not matter.
   */
  rankItems: (source: string) => ((location: string) => number) | null;
  /** Finds the last known registration of the domain at a location of this entry; returns null if there is no log. */
  findRegistration: (location: string) => Registration | null;
  /** Opens the client for registrations at the first call. */
  openRdap: () => Promise<RdapClient>;
  /** Opens the resolver of the manifest for records besides addresses at the first call. */
  openDns: () => Promise<Pick<DnsClient, 'ask'>>;
  /** Limits the number of concurrent files, URLs and requests to inventories. Connections to endpoints have their own limit. */
  acquire: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** The cache of immutable data from earlier scans; null: none. */
  cache?: ByteCache | null;
  /** Called with a bug that was caught at one location. */
  reportBug: ReportBug;
}

/** One step of the progress. */
export interface ReadJob {
  /** The sources that it reads, as its results name them. */
  sources: readonly string[];
  read: () => Promise<RawSource[]>;
}

/** Lists the jobs of a source. A location or source that cannot be read has a failure in its result. */
export type SourceReader<Kind extends SourceKind> = (
  source: SourceByKind<Kind>,
  context: ReadContext,
) => ReadJob[] | Promise<ReadJob[]>;

/** Creates the job of a source that is one location with the same name. */
export function createSingleLocationJob(
  location: string,
  { entry, deadline }: Pick<ReadContext, 'entry' | 'deadline'>,
  read: () => RawLocation | Promise<RawLocation>,
): ReadJob {
  return {
    sources: [location],
    read: async () => {
      const createLate = () => ({ location, observed: {}, failure: createLateFailure(location) });
      const raw = await limitOr(deadline, async () => read(), createLate);
      return [{ entry: entry.name, source: location, failure: null, locations: [raw] }];
    },
  };
}
