/** Reads the certificates and CA bundles in the API of a Kubernetes cluster. */

import type { InventoryItem, KubernetesSource, OmittedItems, RenewalState } from '../../../domain/index.ts';
import { truncateList } from '../../../lib/text/truncate.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { DEFAULT_LIMITS, type Page, RestartListing, readPages } from '../../inventory/pages.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { toId, toObject, toText } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createCertificateItem } from '../items.ts';
import { createListingJob } from '../listing-job.ts';
import { openAccess } from './access.ts';
import { toFields, toRenewalState } from './cert-manager.ts';
import { type OpenCluster, openCluster } from './cluster.ts';
import { CERT_MANAGER, listCertificates, RESOURCE_KINDS, type ResourceKind, SECRETS } from './resources.ts';

type Fields = Readonly<Record<string, unknown>>;

const KIND = 'kubernetes';

export function listKubernetesJobs(source: KubernetesSource, context: ReadContext): ReadJob[] {
  const job = createListingJob(KIND, context, async (open) => {
    const access = await openAccess(source, context);
    const cluster = openCluster(access, open);
    const read = await readInventory<ClusterItem>(
      {
        kind: KIND,
        source: KIND,
        name: access.name,
        allow_empty: source.allow_empty,
        fetchPage: createPageReader(source, cluster, context),
        getId: ({ id }) => id,
        mapItem: (item) => mapItem(item, access.name),
      },
      context,
    );
    if (read.failure !== null || context.onSample !== undefined || !source.resources.includes('secrets')) return read;
    const omitted = await countOmittedSecrets(source, cluster, access.name, context);
    return omitted === null ? read : { ...read, omitted };
  });
  return [job];
}

/** An object of the cluster, as far as it is kept: a certificate, or what cert-manager says about one. */
interface ClusterItem {
  id: string;
  pem: string | null;
  hadKey: boolean;
  fields: InventoryItem | null;
  renewal: RenewalState | null;
  labels: Record<string, string>;
  owner: string | null;
}

/** Begins a sentence that ends with `why`. */
const WHERE_TO_LOOK = '`kubectl describe certificate` and the events of its CertificateRequest say';

function mapItem({ pem, hadKey, fields, renewal, labels, owner }: ClusterItem, name: string): ListedItem {
  const facts = { ownership: { labels, owner, assignments: [] }, ...(renewal !== null && { renewal_state: renewal }) };
  if (pem !== null) {
    const notice = hadKey ? { notice: createInventoryFailure('inventory-private-key', name) } : {};
    return { ...createCertificateItem([pem], name), ...notice, ...facts };
  }
  if (fields !== null) return { item: fields, ...facts };
  const reason = renewal?.reason ?? 'no reason';
  return { failure: createInventoryFailure('inventory-not-issued', WHERE_TO_LOOK, reason), ...facts };
}

/** One listing of the plan: a kind of object in a namespace, or in all. `type`: of the Secrets. */
interface Step {
  kind: ResourceKind | typeof CERT_MANAGER;
  namespace: string | null;
  type: string | null;
}

/** The kinds are read one after the other, those of cert-manager first, because they say how Secrets are renewed. */
function createPlan({ resources, namespaces, secret_types }: KubernetesSource): Step[] {
  const kinds = [
    ...(resources.includes('cert_manager') ? [CERT_MANAGER] : []),
    ...resources.flatMap((resource) => (resource === 'cert_manager' ? [] : RESOURCE_KINDS[resource])),
  ];
  return kinds.flatMap((kind) => {
    const spaces = kind.isNamespaced && namespaces.length > 0 ? namespaces : [null];
    // A selector cannot say "one of these types".
    const types = kind.kind === 'secret' ? secret_types : [null];
    return spaces.flatMap((namespace) => types.map((type) => ({ kind, namespace, type })));
  });
}

/** The cursor of a page is the number of its step, and `continue` of the API. */
function createPageReader(
  source: KubernetesSource,
  cluster: OpenCluster,
  context: ReadContext,
): (next: string | null) => Promise<Page<ClusterItem>> {
  const plan = createPlan(source);
  const hasSecrets = source.resources.includes('secrets');
  let managed = new Map<string, ClusterItem>();
  return async (next) => {
    if (next === null) managed = new Map();
    const [, number = '0', token = ''] = /^(\d+)\|(.*)$/.exec(next ?? '0|') ?? [];
    const step = plan[Number(number)];
    if (step === undefined) throw new Error(`no step ${number}`);
    const { objects, token: following } = await fetchObjects(step, token, source, cluster, context);
    const isLast = following === null && Number(number) === plan.length - 1;
    const items = objects.flatMap((object): ClusterItem[] => {
      // A proxy in front of the API may ignore the selector.
      if (step.type !== null && object.type !== step.type) return [];
      if (step.kind !== CERT_MANAGER) return toItems(step.kind as ResourceKind, object, managed);
      const [secret, item] = toManagedItem(object, context.io.now());
      if (!hasSecrets || secret === null) return [item];
      managed.set(secret, item);
      return [];
    });
    // Those without a Secret, which is only known at the end.
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
  { label_selector }: KubernetesSource,
  cluster: OpenCluster,
  context: ReadContext,
): Promise<{ objects: Fields[]; token: string | null }> {
  const parameters = {
    limit: String(kind.limit),
    ...(type !== null && { fieldSelector: `type=${type}` }),
    ...(label_selector !== null && { labelSelector: label_selector }),
    ...(token !== '' && { continue: token }),
  };
  try {
    const list = await cluster(kind.plural, formatPath(kind, namespace), parameters);
    const { items } = list;
    if (!Array.isArray(items)) throwInventoryError('inventory-unexpected-format', kind.plural, 'no `items`');
    return { objects: items.map(toObject), token: toId(toObject(list.metadata).continue) };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    if (error.failure.code === 'inventory-changed') throw new RestartListing();
    if (kind === CERT_MANAGER && isNotInstalled(error, context)) return { objects: [], token: null };
    throw error;
  }
}

function formatPath({ group, plural }: Pick<ResourceKind, 'group' | 'plural'>, namespace: string | null): string {
  return `${group}${namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${plural}`;
}

/** cert-manager may be missing, unless it was there before. */
function isNotInstalled({ failure }: InventoryError, context: ReadContext): boolean {
  const known = context.listKnownLocations(KIND);
  return (
    failure.code === 'inventory-not-found' && !known.some((location) => location.startsWith(`${KIND}:certificate/`))
  );
}

function toItems(kind: ResourceKind, object: Fields, managed: Map<string, ClusterItem>): ClusterItem[] {
  const { path, ...ownership } = describeObject(object);
  return listCertificates(kind, object).map(({ suffix, pem, hadKey }) => {
    // cert-manager renews the certificate of a Secret, and not that of the CA in it.
    const isManaged = kind.kind === 'secret' && suffix === '';
    const renewal = isManaged ? (managed.get(path)?.renewal ?? null) : null;
    if (isManaged) managed.delete(path);
    return { id: `${kind.kind}/${path}${suffix}`, pem, hadKey, fields: null, renewal, ...ownership };
  });
}

/** A table has the type of each Secret, and nothing of what is in it (Kubernetes API concepts, "Receiving resources as Tables"). */
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';
const TABLE_ROWS = 500;

/** What can be said about a type without quoting the text of a server. */
const PRINTABLE_TYPE = /^[A-Za-z0-9./_-]{1,100}$/;

/** Null if there are none, or if the server cannot count them: everything that was asked for was read nevertheless. */
async function countOmittedSecrets(
  source: KubernetesSource,
  cluster: OpenCluster,
  name: string,
  { io }: ReadContext,
): Promise<OmittedItems | null> {
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
  { label_selector, secret_types }: KubernetesSource,
  namespace: string | null,
  cluster: OpenCluster,
  token: string | null,
): Promise<Page<string>> {
  const parameters = {
    limit: String(TABLE_ROWS),
    includeObject: 'None',
    fieldSelector: secret_types.map((type) => `type!=${type}`).join(','),
    ...(label_selector !== null && { labelSelector: label_selector }),
    ...(token !== null && { continue: token }),
  };
  const table = await cluster(SECRETS.plural, formatPath(SECRETS, namespace), parameters, TABLE);
  return { items: listTypes(table), total: null, next: toId(toObject(table.metadata).continue) };
}

const MAX_TYPES = 5;

/** The cells of the column `Type`. */
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

/** With the `namespace/name` of its Secret; null if it has none. */
function toManagedItem(object: Fields, now: number): [secret: string | null, item: ClusterItem] {
  const { path, ...ownership } = describeObject(object);
  const [spec, status] = [toObject(object.spec), toObject(object.status)];
  const secret = toText(spec.secretName);
  const item = {
    id: `certificate/${path}`,
    pem: null,
    hadKey: false,
    fields: toFields(spec, status),
    renewal: toRenewalState(status, now),
    ...ownership,
  };
  return [secret === null ? null : path.slice(0, path.lastIndexOf('/') + 1) + secret, item];
}

/** Labels of the object become labels, and its namespace, too. The label or annotation `owner` is the owner. */
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
