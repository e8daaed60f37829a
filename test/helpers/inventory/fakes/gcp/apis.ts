/** The listings of Certificate Manager and Compute Engine. */

import type { ApiCall, ApiReply } from '../../fake-api.ts';
import { CLOUD_PLATFORM, COMPUTE_READONLY, failCompute, failGoogle, GCP_PROJECT, type GcpState } from './state.ts';

type Resource = Record<string, unknown>;

/** Checks the token, and lists. */
export function respondToApi(state: GcpState, call: ApiCall): ApiReply {
  const { url, headers } = call;
  const isCompute = url.pathname.startsWith('/compute/');
  const scopes = isCompute ? [CLOUD_PLATFORM, COMPUTE_READONLY] : [CLOUD_PLATFORM];
  const token = state.tokens.get(String(headers.authorization).replace('Bearer ', ''));
  if (token === undefined || token.uses <= 0)
    return failGoogle(401, 'ACCESS_TOKEN_EXPIRED', 'Request had invalid authentication credentials.');
  token.uses -= 1;
  if (!token.scope.split(' ').some((scope) => scopes.includes(scope)))
    return failGoogle(403, 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'Request had insufficient authentication scopes.');
  return isCompute ? respondAsCompute(state, url) : respondAsCertificateManager(state, url);
}

function respondAsCertificateManager(state: GcpState, url: URL): ApiReply {
  const { certificates, settings } = state;
  if (!settings.enabled)
    return failGoogle(403, 'SERVICE_DISABLED', 'Certificate Manager API has not been used in project 1 before.');
  const name = decodeURIComponent(url.pathname).replace('/v1/', '');
  const found = certificates.get(name);
  if (found !== undefined) return { body: found };
  const [, project, location] = /^projects\/([^/]+)\/locations\/([^/]+)\/certificates$/.exec(name) ?? [];
  if (project !== GCP_PROJECT || settings.denied.has('certificates'))
    return failGoogle(403, 'IAM_PERMISSION_DENIED', "Permission 'certificatemanager.certs.list' denied.");
  const isListed = (key: string) =>
    (location === '-' || key.split('/')[3] === location) && !settings.unreachable.includes(key.split('/')[3] ?? '');
  const all = [...certificates].flatMap(([key, one]) => (isListed(key) ? [one] : []));
  const { page, next } = slice(all, url, 'pageSize', settings.pageSize);
  const unreachable = settings.unreachable
    .filter((one) => location === '-' || one === location)
    .map((one) => `projects/${project}/locations/${one}`);
  // Empty lists and texts are left out, as always in the JSON of Google.
  return {
    body: {
      ...(page.length > 0 && { certificates: page }),
      ...(next !== null && { nextPageToken: next }),
      ...(unreachable.length > 0 && { unreachable }),
    },
  };
}

function slice(all: readonly Resource[], url: URL, sizeParameter: string, maximum: number) {
  const token = url.searchParams.get('pageToken');
  const start = token === null || token === '' ? 0 : Number(Buffer.from(token, 'base64').toString());
  const end = start + Math.min(Number(url.searchParams.get(sizeParameter)) || maximum, maximum);
  return { page: all.slice(start, end), next: end < all.length ? Buffer.from(String(end)).toString('base64') : null };
}

const SCOPES = ['global', 'regions/europe-west1', 'regions/us-central1'];

function respondAsCompute(state: GcpState, url: URL): ApiReply {
  const { settings } = state;
  const [, project, rest = ''] = /^\/compute\/v1\/projects\/([^/]+)\/(.*)$/.exec(url.pathname) ?? [];
  if (!settings.enabled)
    return failCompute(403, 'accessNotConfigured', 'Compute Engine API has not been used in project 1 before.');
  if (project !== GCP_PROJECT) return failCompute(404, 'notFound', `The resource 'projects/${project}' was not found`);
  const [scope, collection = ''] = rest.split('/');
  if (settings.denied.has(collection))
    return failCompute(403, 'forbidden', `Required 'compute.${collection}.list' permission for 'projects/${project}'`);
  if (collection !== 'sslCertificates' && collection !== 'targetHttpsProxies' && collection !== 'targetSslProxies')
    return failCompute(404, 'notFound', 'Not Found');
  const kind = `compute#${collection.replace(/s$/, '').replace(/xie$/, 'xy')}`;
  if (scope === 'global') {
    const { page, next } = slice([...state[collection].values()], url, 'maxResults', settings.pageSize);
    return {
      body: { kind: `${kind}List`, ...(page.length > 0 && { items: page }), ...(next && { nextPageToken: next }) },
    };
  }
  if (settings.unreachable.length > 0 && url.searchParams.get('returnPartialSuccess') !== 'true')
    return failGoogle(503, 'backendError', 'Some regions are not available.');
  const { page, next } = slice(listReachable(state, collection), url, 'maxResults', settings.pageSize);
  const items = Object.fromEntries(
    SCOPES.map((one) => [one, describeScope(one, page, collection, settings.unreachable)]),
  );
  return { body: { kind: `${kind}AggregatedList`, items, ...(next !== null && { nextPageToken: next }) } };
}

type Collection = 'sslCertificates' | 'targetHttpsProxies' | 'targetSslProxies';

function listReachable(state: GcpState, collection: Collection): Resource[] {
  const { unreachable } = state.settings;
  return [...state[collection]].flatMap(([key, one]) =>
    unreachable.some((region) => key.includes(region)) ? [] : [one],
  );
}

function describeScope(scope: string, page: readonly Resource[], collection: string, unreachable: string[]): Resource {
  const path = `/${scope}/${collection}/`;
  const found = page.filter(({ selfLink }) => String(selfLink).includes(path));
  if (unreachable.some((region) => scope.endsWith(region))) return { warning: warn('UNREACHABLE', scope) };
  return found.length > 0 ? { [collection]: found } : { warning: warn('NO_RESULTS_ON_PAGE', scope) };
}

function warn(code: string, scope: string): Resource {
  return {
    code,
    message: `There are no results for scope '${scope}' on this page.`,
    data: [{ key: 'scope', value: scope }],
  };
}
