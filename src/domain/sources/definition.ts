/** Describes a kind of source, except for how `scan/sources/` reads it. */

import type { EntrySpec, Settings as SettingsSpec } from '../../generated/manifest.ts';
import { findRepeated } from '../../lib/collections.ts';
import type { HostPortProblem } from '../../lib/host-port.ts';
import type { SubjectKind } from '../basic-types.ts';
import type { UrlProblem } from './http-url.ts';
import type { TrustStore } from './trust.ts';

export type EntryKey = keyof EntrySpec;

/** The arguments of each problem that an offline check can report. Their messages are in `manifest/diagnostics/messages/`. */
export interface SourceProblems {
  'bad-endpoint': [text: string, problem: HostPortProblem, better: string | null];
  'ambiguous-ipv6-port': [text: string, better: string];
  'port-in-address': [text: string, better: string];
  'bad-server-name': [text: string];
  'bad-srv': [text: string];
  'starttls-missing': [endpoint: string, usual: string];
  'starttls-without-port': [endpoint: string, starttls: string, usualPort: number];
  'bad-url': [problem: UrlProblem];
  'bad-site': [text: string];
  'bad-domain': [text: string, better: string | null];
  'bad-expected-pattern': [text: string, domain: string | null];
  'any-issuer-expected': [text: string];
  'bad-pem': [];
  'private-key-in-manifest': [];
  'bad-date': [text: string];
  'duplicate-location': [location: string];
  'bad-identifier': [text: string, what: string, form: string];
  'login-conflict': [key: string, other: string];
}

/** A text in the manifest. */
export interface FieldText {
  value: string;
}

/** The fields of one entry, and functions that report problems with them. */
export interface EntryFields<Text extends FieldText> {
  /**
   * Lists the non-empty texts under a key of the entry itself: a single text, or the items of a list. `inner`: a key of the map under
   * `key`. `item`: a key of each map in the list under `key`.
   */
  listTexts: (key: EntryKey, inner?: string, item?: string) => readonly Text[];
  /** Like `listTexts`, with the fields from `defaults`. */
  listEffectiveTexts: (key: EntryKey) => readonly Text[];
  report: <Code extends keyof SourceProblems>(code: Code, at: Text, ...args: SourceProblems[Code]) => void;
  /** Like `report`, but the diagnostic does not quote the line, which may contain a secret. */
  reportSecret: <Code extends keyof SourceProblems>(code: Code, at: Text, ...args: SourceProblems[Code]) => void;
}

export interface SourceDefinition<Source extends { kind: string }> {
  /** The name of the kind, which is also the first key. */
  kind: Source['kind'] & EntryKey;
  /** The keys that select this source in an entry, with a short description of their value. */
  keys: readonly (readonly [key: EntryKey, value: string])[];
  /** The field that has the value of the key `kind`. */
  locator: keyof Source & string;

  /** Keys whose text (or list or map of texts) can contain `${NAME}` references. */
  variableKeys?: { texts?: readonly EntryKey[]; maps?: readonly EntryKey[] };
  /** Keys whose texts are names of environment variables. */
  variableNameKeys?: readonly EntryKey[];
  /** Keys in which `${` is ordinary text. */
  verbatimKeys?: readonly EntryKey[];

  /** The trust store if the entry does not set `trust`. Default: `mozilla`. */
  defaultTrust?: TrustStore;
  /** The use of `ca_file`: to verify the certificates, or the server from which they are fetched. Default: `trust`. */
  caFileUse?: 'trust' | 'url';
  /**
   * Set if the source lists the certificates of another system: its locations are only known after it was read, and may have their own
   * labels and owners. `remote`: over the network.
   */
  inventory?: 'remote' | 'local';
  /** Whether the source is read without a network, so that failures are not temporary. */
  isLocal?: true;
  /** The kind of item that its locations have instead of certificates. */
  subject?: Exclude<SubjectKind, 'certificate'>;
  /** False if the source has no notBefore, so that a threshold cannot be a percentage of the lifetime. */
  hasLifetime?: false;

  /** Builds the source from a valid entry with `defaults` merged in. */
  create: (entry: EntrySpec, settings: SettingsSpec) => Source;
  /** Checks the texts of an entry without reading the source. */
  check?: <Text extends FieldText>(fields: EntryFields<Text>) => void;

  /** Lists the names of the locations that are known before the source is read. */
  listLocations: (source: Source) => string[];
  /** Whether a location whose entry has been removed came from this kind of source, by its name. */
  matchesLocation: (location: string) => boolean;
  /** The `type` of its locations in `assigned_objects`. */
  locationType: string;
  /** The `type` of one location, if a source has several. */
  classifyLocation?: (source: Source, location: string) => string;
  /** Selects the part of the source that is in the repository, and can be read without network and secrets; null: none. */
  selectInRepository?: (source: Source, isInside: (path: string) => boolean) => Source | null;
  /** The common name of a simulated certificate. Default: the entry's name. */
  sampleName?: (source: Source) => string | undefined;
  /** The failure code of a simulated `certificate.unreachable`. Default: `endpoint-refused`. */
  sampleFailure?: 'file-not-found' | 'endpoint-refused';
}

/** Reports every text after the first with the same location. `inner` is a key of the map under `key`. */
export function reportDuplicates<Text extends FieldText>(
  fields: EntryFields<Text>,
  key: EntryKey,
  toLocation: (text: string) => string = (text) => text,
  inner?: string,
): void {
  const texts = fields.listTexts(key, inner);
  if (texts.length < 2) return;
  for (const [text] of findRepeated(texts, ({ value }) => toLocation(value))) {
    fields.report('duplicate-location', text, toLocation(text.value));
  }
}
