/**
 * Reads the servers of a new manifest once, and finds the settings that they need: a private CA, or an intermediate that some do not send.
 */

import { isIP } from 'node:net';
import path from 'node:path';
import { readPem } from '../../certificate/formats/pem.ts';
import type {
  CertificateFacts,
  Entry,
  Failure,
  LocationReading,
  Manifest,
  SourceReading,
  TrustAnchorFile,
} from '../../domain/index.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { lazy } from '../../lib/memoize.ts';
import { createPublicAddressPolicy } from '../../lib/network/address-policy.ts';
import type { OnProgress } from '../../scan/progress.ts';
import type { FileSearch } from '../discover/propose-entries.ts';
import { selectReading } from '../select-settings.ts';
import { readAndDecode } from '../verify/decode-sources.ts';
import { verifySources } from '../verify/index.ts';
import { redactReadings } from '../verify/redact-readings.ts';
import { createTrustEvaluator } from '../verify/trust-evaluator.ts';

/** The results of a survey of the servers. Each list has names of entries. */
export interface Survey {
  servers: number;
  trusted: string[];
  /** The entries that are only trusted with the given CA file. */
  verified: string[];
  /** The entries whose addresses are only reachable from an internal network. */
  internal: string[];
  /** The certificate that expires first; null if none was read. */
  first: { entry: string; valid_to: string } | null;
  unread: { entry: string; failure: Failure }[];
  /** CAs that are not in a public trust store, the most frequent first. */
  privateCas: PrivateCa[];
  /** Intermediates that some servers do not send. */
  missing: { name: string; entries: string[]; senders: number }[];
  /** The entries that were rejected for another reason, such as the wrong host. */
  rejected: { entry: string; detail: string }[];
}

export interface PrivateCa {
  /** The name for people. */
  name: string;
  /** The file of the repository that has the CA of the chains; null: there is none. */
  file: string | null;
  entries: string[];
}

/** Evaluates the same chains again with other trust anchors. */
type Verify = (anchors: TrustAnchorFile | null) => Promise<SourceReading[]>;

export interface SurveyedServers {
  survey: Survey;
  /**
   * Checks whether the chains of some of these entries lead to a CA of the file; otherwise returns the end of a sentence about the file.
   */
  checkCaFile: (file: string, entries: readonly string[]) => Promise<string | null>;
}

/**
 * Connects to each server once, without fetching anything else. `search`: the files of the repository, for the certificate of a CA.
 * `given`: the value of `--ca-file`.
 */
export async function surveyServers(
  manifest: Manifest,
  search: FileSearch,
  given: string | null,
  io: Io,
  onProgress?: OnProgress,
): Promise<SurveyedServers> {
  const entries = manifest.entries.filter(({ source }) => source.kind === 'endpoint');
  const decoded = await readAndDecode(entries, io, {
    ...selectReading(manifest),
    ...(onProgress && { onProgress }),
  });
  const verification = { evaluator: createTrustEvaluator(io.now()), policies: null, reportBug: createBugReporter(io) };
  const verify: Verify = async (anchors) => {
    const requested = decoded.map((source) => ({
      ...source,
      locations: source.locations.map((one) => ({ ...one, trust: one.trust && { ...one.trust, anchors } })),
    }));
    return redactReadings(await verifySources(requested, verification), entries, io);
  };
  const { isOutside } = resolveWorkspace(manifest.root, io.env);
  const readAnchors = async (file: string): Promise<TrustAnchorFile> => ({
    kind: 'ca_file',
    path: file,
    ...(await readCaFile(path.resolve(manifest.root, file), isOutside)),
  });
  const files = search.files.filter(
    ({ kind, fixture }) => ['certificate', 'bundle'].includes(kind) && fixture === null,
  );
  const anchors = await Promise.all(files.map((file) => readAnchors(file.path)));
  const survey = await evaluateSurvey(entries, verify, anchors, given === null ? null : await readAnchors(given));
  const checkCaFile = async (file: string, names: readonly string[]) => {
    const read = await readAnchors(file);
    if ('problem' in read) return read.problem;
    return (await listVerified(verify, read, names)).length > 0 ? null : 'has no CA that these chains lead to';
  };
  return { survey, checkCaFile };
}

interface ServerReading extends LocationReading {
  entry: string;
}

async function evaluateSurvey(
  entries: readonly Entry[],
  verify: Verify,
  files: readonly TrustAnchorFile[],
  given: TrustAnchorFile | null,
): Promise<Survey> {
  const readings = listServerReadings(await verify(null));
  const findHolders = indexHolders(readings);
  const isRead = new Set(readings.flatMap(({ entry, certificate }) => (certificate === null ? [] : [entry])));
  const rejected = readings.filter(({ trust }) => trust?.trusted === false);
  const lacking = listLacking(rejected, findHolders);
  const explained = new Set(lacking.map(({ entry }) => entry));
  const isRejected = new Set(rejected.map(({ entry }) => entry));
  const accepted = given === null ? [] : listServerReadings(await verify(given)).filter(({ trust }) => trust?.trusted);
  return {
    servers: entries.length,
    trusted: entries.map(({ name }) => name).filter((name) => isRead.has(name) && !isRejected.has(name)),
    verified: listNames(accepted).filter((name) => isRejected.has(name)),
    internal: listNames(readings.filter(({ observed: { address } }) => address !== undefined && isInternal(address))),
    first: findFirst(readings),
    unread: listUnread(
      entries.filter(({ name }) => !isRead.has(name)),
      readings,
    ),
    privateCas: await listPrivateCas(lacking, verify, files),
    missing: listMissing(lacking, findHolders),
    rejected: rejected
      .filter(({ entry }) => !explained.has(entry))
      .map(({ entry, trust }) => ({ entry, detail: trust?.detail ?? '' })),
  };
}

/** A server whose chain does not lead to a public CA, because a certificate is missing in it. */
interface LackingServer extends IssuerPath {
  entry: string;
  /** The subject of the missing certificate. */
  issuer: string;
}

function listLacking(rejected: readonly ServerReading[], findHolders: FindHolders): LackingServer[] {
  return rejected.flatMap(({ entry, trust }) => {
    const issuer = trust?.missing_issuer?.name;
    return issuer === undefined ? [] : [{ entry, issuer, ...followIssuers(issuer, findHolders) }];
  });
}

function listUnread(entries: readonly Entry[], readings: readonly ServerReading[]): Survey['unread'] {
  return entries.flatMap(({ name }) => {
    const failure = readings.find(({ entry }) => entry === name)?.failure;
    return failure ? [{ entry: name, failure }] : [];
  });
}

function listMissing(lacking: readonly LackingServer[], findHolders: FindHolders): Survey['missing'] {
  const sentElsewhere = lacking.filter(({ isSentElsewhere }) => isSentElsewhere);
  return [...groupBy(sentElsewhere, ({ issuer }) => issuer)].map(([issuer, group]) => ({
    name: shortenName(issuer),
    entries: listNames(group),
    senders: listNames(findHolders(issuer)).length,
  }));
}

async function listPrivateCas(
  lacking: readonly LackingServer[],
  verify: Verify,
  files: readonly TrustAnchorFile[],
): Promise<PrivateCa[]> {
  const byCa = groupBy(lacking, ({ top }) => top);
  const found = [...byCa].flatMap(([subject, group]) => (subject === null ? [] : { subject, group }));
  const cas = found.map(async ({ subject, group }): Promise<PrivateCa> => {
    const direct = listNames(group.filter(({ isSentElsewhere }) => !isSentElsewhere));
    const ca = await findCaFile(subject, direct, verify, files);
    return { name: ca?.name ?? shortenName(subject), file: ca?.file ?? null, entries: listNames(group) };
  });
  return (await Promise.all(cas)).sort((a, b) => b.entries.length - a.entries.length);
}

const isPublicAddress = lazy(() => createPublicAddressPolicy({ deny: [], allow: [] }));

/** Whether an address, with its port, is internal. */
function isInternal(address: string): boolean {
  const host = address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress()(host);
}

function findFirst(readings: readonly ServerReading[]): Survey['first'] {
  const dated = readings.flatMap(({ entry, certificate }) =>
    certificate === null ? [] : [{ entry, valid_to: certificate.facts.valid_to }],
  );
  return dated.toSorted((a, b) => compareText(a.valid_to, b.valid_to))[0] ?? null;
}

function listServerReadings(sources: readonly SourceReading[]): ServerReading[] {
  return sources.flatMap(({ entry, locations }) => locations.map((location) => ({ ...location, entry })));
}

type FindHolders = (subject: string) => readonly ServerReading[];

/** Finds the servers that send a CA's certificate. */
function indexHolders(readings: readonly ServerReading[]): FindHolders {
  const sent = readings.flatMap((reading) =>
    listIssuers(reading).flatMap(({ subject }) => (subject === null ? [] : [{ subject, reading }])),
  );
  const bySubject = groupBy(sent, ({ subject }) => subject);
  return (subject) => (bySubject.get(subject) ?? []).map(({ reading }) => reading);
}

function listIssuers({ certificate, chain }: ServerReading): readonly Pick<CertificateFacts, 'subject' | 'issuer'>[] {
  return chain ?? certificate?.chain ?? [];
}

/** The maximum of followed issuers: CAs with one name that issue each other's certificates form a loop. */
const MAX_ISSUERS = 5;

interface IssuerPath {
  /** The CA that chains lead to once all intermediates are sent; null for a public one. */
  top: string | null;
  isSentElsewhere: boolean;
}

function followIssuers(issuer: string, findHolders: FindHolders): IssuerPath {
  let [top, isSentElsewhere] = [issuer, false];
  for (let step = 0; step < MAX_ISSUERS; step += 1) {
    const holder = findHolders(top).find((reading) => isIntermediate(reading, top));
    if (holder === undefined) break;
    isSentElsewhere = true;
    const next = holder.trust?.missing_issuer?.name;
    if (next === undefined) return { top: null, isSentElsewhere };
    top = next;
  }
  return { top, isSentElsewhere };
}

/** Whether a sent certificate is an intermediate. A root that servers send, although it is not trusted, is not one. */
function isIntermediate(reading: ServerReading, subject: string): boolean {
  const sent = listIssuers(reading).find((one) => one.subject === subject);
  return sent !== undefined && sent.issuer !== subject && reading.trust?.missing_issuer?.name !== subject;
}

/** Finds the first file with this CA that verifies one of the entries, and the name of the CA. */
async function findCaFile(
  subject: string,
  entries: readonly string[],
  verify: Verify,
  files: readonly TrustAnchorFile[],
): Promise<{ file: string; name: string } | null> {
  for (const anchors of files) {
    const facts = 'pem' in anchors ? readFacts(anchors.pem).find((one) => one.subject === subject) : undefined;
    if (facts === undefined) continue;
    if ((await listVerified(verify, anchors, entries)).length === 0) continue;
    return { file: anchors.path, name: facts.common_name ?? subject };
  }
  return null;
}

function readFacts(pem: string): CertificateFacts[] {
  return readPem(pem).flatMap((content) => (typeof content === 'object' && 'facts' in content ? [content.facts] : []));
}

/** Lists the entries whose chains lead to one of the anchors. */
async function listVerified(verify: Verify, anchors: TrustAnchorFile, entries: readonly string[]): Promise<string[]> {
  const readings = listServerReadings(await verify(anchors));
  return listNames(readings.filter(({ entry, trust }) => entries.includes(entry) && (trust?.path.length ?? 0) > 0));
}

/** Shortens `CN=Acme Root CA,O=Acme` to `Acme Root CA`. */
function shortenName(subject: string): string {
  return /(?:^|,)CN=((?:[^,\\+]|\\.)+)/.exec(subject)?.[1]?.replace(/\\(.)/g, '$1') ?? subject;
}

/** Lists each entry once. */
function listNames(servers: readonly { entry: string }[]): string[] {
  return [...new Set(servers.map(({ entry }) => entry))];
}
