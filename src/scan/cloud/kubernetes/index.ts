/** Reads the certificates and CA bundles in the API of a Kubernetes cluster. */

import type { InventoryItem, KubernetesSource, RenewalState } from '../../../domain/index.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { type Page, RestartListing } from '../../inventory/pages.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { toId, toObject, toText } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createCertificateItem } from '../items.ts';
import { createListingJob } from '../listing-job.ts';
import { openAccess } from './access.ts';
import { toFields, toRenewalState } from './cert-manager.ts';
import { type OpenCluster, openCluster } from './cluster.ts';
import { CERT_MANAGER, listCertificates, RESOURCE_KINDS, type ResourceKind } from './resources.ts';

type Fields = Readonly<Record<string, unknown>>;

const KIND = 'kubernetes';

export function listKubernetesJobs<Place>(source: KubernetesSource, context: ReadContext<Place>): ReadJob<Place>[] {
  const job = createListingJob(KIND, context, async (open) => {
    const access = await openAccess(source, context);
    const cluster = openCluster(access, open);
    return readInventory<ClusterItem, Place>(
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

/** One listing of the plan: a kind of object in a namespace, or in all. */
interface Step {
  kind: ResourceKind | typeof CERT_MANAGER;
  namespace: string | null;
}

/** The kinds are read one after the other, those of cert-manager first, because they say how Secrets are renewed. */
function createPlan({ resources, namespaces }: KubernetesSource): Step[] {
  const kinds = [
    ...(resources.includes('cert_manager') ? [CERT_MANAGER] : []),
    ...resources.flatMap((resource) => (resource === 'cert_manager' ? [] : RESOURCE_KINDS[resource])),
  ];
  return kinds.flatMap((kind) => {
    const spaces = kind.isNamespaced && namespaces.length > 0 ? namespaces : [null];
    return spaces.map((namespace) => ({ kind, namespace }));
  });
}

/** The cursor of a page is the number of its step, and `continue` of the API. */
function createPageReader<Place>(
  source: KubernetesSource,
  cluster: OpenCluster,
  context: ReadContext<Place>,
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

async function fetchObjects<Place>(
  { kind, namespace }: Step,
  token: string,
  { label_selector }: KubernetesSource,
  cluster: OpenCluster,
  context: ReadContext<Place>,
): Promise<{ objects: Fields[]; token: string | null }> {
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const parameters = {
    limit: String(kind.limit),
    ...('parameters' in kind && kind.parameters),
    ...(label_selector !== null && { labelSelector: label_selector }),
    ...(token !== '' && { continue: token }),
  };
  try {
    const list = await cluster(kind.plural, `${kind.group}${scope}/${kind.plural}`, parameters);
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

/** cert-manager may be missing, unless it was there before. */
function isNotInstalled<Place>({ failure }: InventoryError, context: ReadContext<Place>): boolean {
  const known = context.listKnownPlaces(KIND);
  return failure.code === 'inventory-not-found' && !known.some((place) => place.startsWith(`${KIND}:certificate/`));
}

function toItems(kind: ResourceKind, object: Fields, managed: Map<string, ClusterItem>): ClusterItem[] {
  const { path, ...ownership } = describeObject(object);
  const renewal = kind.kind === 'secret' ? (managed.get(path)?.renewal ?? null) : null;
  if (kind.kind === 'secret') managed.delete(path);
  return listCertificates(kind, object).map(({ suffix, pem, hadKey }) => ({
    id: `${kind.kind}/${path}${suffix}`,
    pem,
    hadKey,
    fields: null,
    renewal,
    ...ownership,
  }));
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
