/** Reads the certificates and CA bundles in the API of a Kubernetes cluster. */

import type { InventoryItem, KubernetesSource, OmittedItems, RawSource, RenewalState } from '../../../domain/index.ts';
import { getOrCreate } from '../../../lib/collections.ts';
import { createGlobMatcher, isGlob } from '../../../lib/files/glob.ts';
import { truncateList } from '../../../lib/text/truncate.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { DEFAULT_LIMITS, type Page, RestartListing, readCursor, readPages } from '../../inventory/read-pages.ts';
import { isObject, toId, toObject, toText } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createCertificateItem } from '../items.ts';
import { type OpenClient, readListings } from '../listing-job.ts';
import { openAccess } from './access.ts';
import { toFields, toRenewalState } from './cert-manager.ts';
import { type OpenCluster, openCluster } from './cluster.ts';
import { CERT_MANAGER, listCertificates, RESOURCE_KINDS, type ResourceKind, SECRETS } from './resources.ts';
import { USER_KINDS, type UserKind } from './users.ts';

type Fields = Readonly<Record<string, unknown>>;

const KIND = 'kubernetes';

/**
 * Lists one job for the cluster. Its results include the number of Secrets that were not read, and the kinds of their users that could not
 * be listed.
 */
export function listKubernetesJobs(source: KubernetesSource, context: ReadContext): ReadJob[] {
  const read = async (open: OpenClient): Promise<RawSource[]> => {
    const access = await openAccess(source, context);
    const cluster = openCluster(access, open);
    const users: SecretUsers = { bySecret: new Map(), denied: new Set() };
    const read = await readInventory<ClusterItem>(
      {
        kind: KIND,
        source: KIND,
        name: access.name,
        allow_empty: source.allow_empty,
        fetchPage: createPageReader(source, cluster, users, context),
        getId: ({ id }) => id,
        mapItem: (item) => mapItem(item, access.name),
      },
      context,
    );
    if (read.failure !== null || context.onSample !== undefined) return [read];
    const unassigned = users.denied.size === 0 ? [] : [createUnassigned(users.denied, access.name, context)];
    if (!source.resources.includes('secrets')) return [read, ...unassigned];
    const omitted = await countOmittedSecrets(source, cluster, access.name, context);
    return [omitted === null ? read : { ...read, omitted }, ...unassigned];
  };
  return [{ sources: [KIND], read: () => readListings(KIND, context, read) }];
}

/** The users of the Secrets. */
interface SecretUsers {
  /** The users by `NAMESPACE/NAME` of the Secret. */
  bySecret: Map<string, string[]>;
  /** The plural names of the kinds that the account may not list. */
  denied: Set<string>;
}

/** Creates a note about missing assignments, although all certificates were read. */
function createUnassigned(denied: ReadonlySet<string>, name: string, { entry }: ReadContext): RawSource {
  const note = createInventoryFailure('inventory-assignments-denied', name, [...denied].join(', '));
  const omitted = { counts: [], note };
  return { entry: entry.name, source: `${KIND}:assignments`, failure: null, locations: [], omitted };
}

/** The kept parts of an object of the cluster: a certificate, or its state of cert-manager. */
interface ClusterItem {
  id: string;
  pem: string | null;
  hadKey: boolean;
  fields: InventoryItem | null;
  renewal: RenewalState | null;
  labels: Record<string, string>;
  owner: string | null;
  assignments: string[];
}

/** The start of a sentence that ends with `why`. */
const WHERE_TO_LOOK = '`kubectl describe certificate` and the events of its CertificateRequest say';

function mapItem({ pem, hadKey, fields, renewal, ...ownership }: ClusterItem, name: string): ListedItem {
  const { labels, owner, assignments } = ownership;
  const observed = { ownership: { labels, owner, assignments }, ...(renewal !== null && { renewal_state: renewal }) };
  if (pem !== null) {
    const notice = hadKey ? { notice: createInventoryFailure('inventory-private-key', name) } : {};
    return { ...createCertificateItem([pem], name, observed), ...notice };
  }
  if (fields !== null) return { item: fields, observed };
  const reason = renewal?.reason ?? 'no reason';
  return { failure: createInventoryFailure('inventory-not-issued', WHERE_TO_LOOK, reason), observed };
}

/** One listing of the plan: a kind of object in a namespace, or in all. `type`: the type of Secrets. */
interface Step {
  kind: ResourceKind | UserKind | typeof CERT_MANAGER;
  namespace: string | null;
  type: string | null;
}

/** Creates the plan. The kinds are read one after the other: first the users of Secrets and cert-manager, which has their renewal state. */
function createPlan({ resources, namespaces, secret_types }: KubernetesSource): Step[] {
  const kinds = [
    ...(resources.includes('assignments') ? USER_KINDS : []),
    ...(resources.includes('cert_manager') ? [CERT_MANAGER] : []),
    ...resources.flatMap((resource) =>
      resource === 'cert_manager' || resource === 'assignments' ? [] : RESOURCE_KINDS[resource],
    ),
  ];
  return kinds.flatMap((kind) => {
    const spaces = kind.isNamespaced && namespaces.length > 0 ? namespaces : [null];
    // A selector cannot have several types.
    const types = kind.kind === 'secret' ? secret_types : [null];
    return spaces.flatMap((namespace) => types.map((type) => ({ kind, namespace, type })));
  });
}

/** Creates the reader of pages, whose cursor is the number of the step, and `continue` of the API. */
function createPageReader(
  source: KubernetesSource,
  cluster: OpenCluster,
  users: SecretUsers,
  context: ReadContext,
): (next: string | null) => Promise<Page<ClusterItem>> {
  const plan = createPlan(source);
  const hasSecrets = source.resources.includes('secrets');
  const isExcluded = createGlobMatcher(source.exclude_namespaces);
  let managed = new Map<string, ClusterItem>();
  return async (next) => {
    if (next === null) {
      managed = new Map();
      users.bySecret.clear();
      users.denied.clear();
    }
    const [, number = '0', token = ''] = /^(\d+)\|(.*)$/s.exec(next ?? '0|') ?? [];
    const step = plan[Number(number)];
    if (step === undefined) throw new Error(`no step ${number}`);
    const { objects: listed, token: following } = await fetchObjects(step, token, source, cluster, users, context);
    // A proxy in front of the API may ignore the selector, which has no globs.
    const objects = listed.filter(({ metadata }) => !isExcluded(toId(toObject(metadata).namespace) ?? ''));
    const isLast = following === null && Number(number) === plan.length - 1;
    const items = objects.flatMap((object): ClusterItem[] => {
      // A proxy in front of the API may ignore the selector.
      if (step.type !== null && object.type !== step.type) return [];
      if ('listSecrets' in step.kind) {
        addUser(step.kind, object, users);
        return [];
      }
      if ('find' in step.kind) return toItems(step.kind, object, managed, users);
      const [secret, item] = toManagedItem(object, users, context.io.now());
      if (!hasSecrets || secret === null) return [item];
      managed.set(secret, item);
      return [];
    });
    // The managed certificates without a Secret are only known at the end.
    if (isLast) items.push(...managed.values());
    return {
      items,
      total: null,
      next: isLast ? null : following === null ? `${Number(number) + 1}|` : `${number}|${following}`,
    };
  };
}

async function fetchObjects(
  { kind, namespace, type }: Step,
  token: string,
  { label_selector, exclude_namespaces }: KubernetesSource,
  cluster: OpenCluster,
  { denied }: SecretUsers,
  context: ReadContext,
): Promise<{ objects: Fields[]; token: string | null }> {
  const isUser = 'listSecrets' in kind;
  const selectors = [
    ...(type === null ? [] : [`type=${type}`]),
    ...(kind.isNamespaced && namespace === null ? excludeNamespaces(exclude_namespaces) : []),
  ];
  const parameters = {
    limit: String(kind.limit),
    ...(selectors.length > 0 && { fieldSelector: selectors.join(',') }),
    // The users of a Secret may have other labels.
    ...(label_selector !== null && !isUser && { labelSelector: label_selector }),
    ...(token !== '' && { continue: token }),
  };
  try {
    const { items, metadata } = await cluster(kind.plural, formatPath(kind, namespace), parameters);
    // Each list has `metadata`, which announces further pages.
    if (!Array.isArray(items) || !isObject(metadata))
      throwInventoryError('inventory-unexpected-format', kind.plural, 'no `items`, or no `metadata`');
    return { objects: items.map(toObject), token: readCursor(metadata.continue, 'metadata.continue', kind.plural) };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    if (error.failure.code === 'inventory-changed') throw new RestartListing();
    if (kind === CERT_MANAGER && isNotInstalled(error, context)) return { objects: [], token: null };
    if (isUser && error.failure.code === 'inventory-forbidden') denied.add(kind.plural);
    // Clusters may have no Gateways, and only OpenShift has Routes.
    else if (!isUser || error.failure.code !== 'inventory-not-found') throw error;
    return { objects: [], token: null };
  }
}

/** Lists the field selectors for names; a selector cannot be a glob. */
function excludeNamespaces(excluded: readonly string[]): string[] {
  return excluded.filter((name) => !isGlob(name)).map((name) => `metadata.namespace!=${name}`);
}

function addUser({ kind, listSecrets }: UserKind, { metadata, spec }: Fields, { bySecret }: SecretUsers): void {
  const { namespace, name } = toObject(metadata);
  const own = toId(namespace) ?? '';
  const user = toText(`${kind}/${own}/${String(name)}`) ?? kind;
  for (const secret of new Set(listSecrets(toObject(spec), own))) {
    const users = getOrCreate(bySecret, secret, () => []);
    if (users.length < MAX_ASSIGNMENTS) users.push(user);
  }
}

/** The maximum of assignments of one certificate, which is also the maximum that a probe may send. */
const MAX_ASSIGNMENTS = 1000;

function formatPath({ group, plural }: Pick<ResourceKind, 'group' | 'plural'>, namespace: string | null): string {
  return `${group}${namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${plural}`;
}

/** Whether cert-manager is not installed, and was not known before. */
function isNotInstalled({ failure }: InventoryError, context: ReadContext): boolean {
  const known = context.listKnownLocations(KIND);
  return (
    failure.code === 'inventory-not-found' && !known.some((location) => location.startsWith(`${KIND}:certificate/`))
  );
}

function toItems(
  kind: ResourceKind,
  object: Fields,
  managed: Map<string, ClusterItem>,
  { bySecret }: SecretUsers,
): ClusterItem[] {
  const { path, ...ownership } = describeObject(object);
  return listCertificates(kind, object).map(({ suffix, pem, hadKey }) => {
    // cert-manager renews the certificate of a Secret, not that of the CA in it.
    const isManaged = kind.kind === 'secret' && suffix === '';
    const renewal = isManaged ? (managed.get(path)?.renewal ?? null) : null;
    if (isManaged) managed.delete(path);
    const assignments = isManaged ? (bySecret.get(path) ?? []) : [];
    return { id: `${kind.kind}/${path}${suffix}`, pem, hadKey, fields: null, renewal, ...ownership, assignments };
  });
}

/** A table has the type of each Secret, without its content (Kubernetes API concepts, "Receiving resources as Tables"). */
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';
const TABLE_ROWS = 500;

/** The form of a type that messages can quote safely, although a server sent it. */
const PRINTABLE_TYPE = /^[A-Za-z0-9./_-]{1,100}$/;

/** Counts omitted Secrets; null if there are none, or if the server cannot count them, although all requested ones were read. */
async function countOmittedSecrets(
  source: KubernetesSource,
  cluster: OpenCluster,
  name: string,
  { io }: ReadContext,
): Promise<OmittedItems | null> {
  // A table without the objects does not have their namespaces.
  if (source.exclude_namespaces.some(isGlob)) return null;
  const counts = new Map<string, number>();
  try {
    for (const namespace of source.namespaces.length > 0 ? source.namespaces : [null]) {
      const fetchPage = (next: string | null) => fetchOmittedTypes(source, namespace, cluster, next);
      const options = { kind: KIND, name, limits: DEFAULT_LIMITS, now: io.now };
      for await (const { items } of readPages(fetchPage, options))
        for (const type of items) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return null;
  }
  if (counts.size === 0) return null;
  const sorted = [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
  const texts = sorted.map(({ type, count }) => `${count} of type ${type}`);
  return {
    counts: sorted,
    note: createInventoryFailure('inventory-secrets-omitted', name, truncateList(texts, MAX_TYPES)),
  };
}

async function fetchOmittedTypes(
  { label_selector, secret_types, exclude_namespaces }: KubernetesSource,
  namespace: string | null,
  cluster: OpenCluster,
  token: string | null,
): Promise<Page<string>> {
  const parameters = {
    limit: String(TABLE_ROWS),
    includeObject: 'None',
    fieldSelector: [
      ...secret_types.map((type) => `type!=${type}`),
      ...(namespace === null ? excludeNamespaces(exclude_namespaces) : []),
    ].join(','),
    ...(label_selector !== null && { labelSelector: label_selector }),
    ...(token !== null && { continue: token }),
  };
  const table = await cluster(SECRETS.plural, formatPath(SECRETS, namespace), parameters, TABLE);
  return {
    items: listTypes(table),
    total: null,
    next: readCursor(toObject(table.metadata).continue, 'metadata.continue', SECRETS.plural),
  };
}

const MAX_TYPES = 5;

/** Lists the cells of the column `Type`. */
function listTypes({ columnDefinitions, rows }: Fields): string[] {
  const columns = (Array.isArray(columnDefinitions) ? columnDefinitions : []).map(toObject);
  const index = columns.findIndex((column) => column.name === 'Type');
  if (index === -1 || !Array.isArray(rows)) return [];
  return rows.map((row) => {
    const { cells } = toObject(row);
    const type = Array.isArray(cells) ? String(cells[index]) : '';
    return PRINTABLE_TYPE.test(type) ? type : 'other';
  });
}

/** Converts a `Certificate` to an item, with the `namespace/name` of its Secret; null if it has none. */
function toManagedItem(
  object: Fields,
  { bySecret }: SecretUsers,
  now: number,
): [secret: string | null, item: ClusterItem] {
  const { path, ...ownership } = describeObject(object);
  const [spec, status] = [toObject(object.spec), toObject(object.status)];
  const name = toId(spec.secretName);
  const secret = name === null ? null : path.slice(0, path.lastIndexOf('/') + 1) + name;
  const item = {
    id: `certificate/${path}`,
    pem: null,
    hadKey: false,
    fields: toFields(spec, status),
    renewal: toRenewalState(status, now),
    ...ownership,
    assignments: (secret === null ? undefined : bySecret.get(secret)) ?? [],
  };
  return [secret, item];
}

/** Describes an object: its labels and its namespace become labels. The label or annotation `owner` is the owner. */
function describeObject({ metadata }: Fields): Pick<ClusterItem, 'labels' | 'owner'> & { path: string } {
  const { namespace, name, labels, annotations } = toObject(metadata);
  const scope = toText(namespace);
  const texts = (map: unknown) =>
    Object.entries(toObject(map)).flatMap(([key, value]) => {
      const text = toText(value);
      return text === null ? [] : [[key, text] as const];
    });
  const own = texts(labels);
  const owner = [...texts(annotations), ...own].find(([key]) => /(?:^|\/)owner$/i.test(key))?.[1] ?? null;
  const shown = Object.fromEntries([...(scope === null ? [] : [['namespace', scope] as const]), ...own]);
  return { path: `${scope === null ? '' : `${scope}/`}${String(name)}`, labels: shown, owner };
}
