/** Classifies the names that can be servers that a monitor reaches. The same rules apply to the hosts of all formats. */

import { isIP } from 'node:net';
import { isInDomains } from '../domain/discovery.ts';
import { isHostName, toAsciiHost } from '../lib/host-port.ts';

/** The reason why a name cannot be watched; each reason is counted. */
export type DropReason =
  | 'reserved'
  | 'private'
  | 'internal'
  | 'provider'
  | 'wildcard'
  | 'underscore'
  | 'address'
  | 'invalid';

export type ClassifiedHost = { host: string } | { dropped: DropReason };

/** RFC 2606, RFC 6761, RFC 7686 (`onion`), RFC 9476 (`alt`): names that do not exist in the public DNS. */
const RESERVED = /(?:^|\.)(?:test|example|invalid|localhost|onion|alt|example\.(?:com|net|org|edu))$/;

/** The placeholders in examples and defaults for a name that the reader must replace. */
const PLACEHOLDER =
  /(?:^|\.)(?:(?:my|your)-?(?:company|domain|host|organi[sz]ation|server|site)|domain)\.(?:com|net|org)$/;

/**
 * Names that only resolve in private networks: RFC 6762 and its appendix G, RFC 8375 (`home.arpa`), the ICANN reservation of `internal`,
 * reverse zones (RFC 1035, RFC 3596), and Kubernetes services.
 */
const PRIVATE =
  /(?:^|\.)(?:local|localdomain|internal|intranet|private|corp|home|lan|arpa|cluster\.local|svc|consul|k8s)$|\.svc\./;

/** The private names that an organization gives to its own servers, which a scan inside its network reaches. */
const INTERNAL =
  /(?<!\.(?:docker|google))\.internal$|\.(?:intranet|private|corp|home|lan)$|\.(?!cluster\.)[^.]+\.local$/;

/** Names that a provider gives to hosted sites, and whose certificates it renews itself. */
const PROVIDER = new RegExp(
  `\\.(?:${[
    'amazonaws\\.com(?:\\.cn)?|awsapprunner\\.com|awsglobalaccelerator\\.com|cloudfront\\.net|elasticbeanstalk\\.com|on\\.aws',
    'azmk8s\\.io|azure-api\\.net|azurecontainerapps\\.io|azurecr\\.io|azureedge\\.net|azurefd\\.net|azurestaticapps\\.net',
    'azurewebsites\\.net|cloudapp\\.azure\\.com|trafficmanager\\.net|(?:core|database|servicebus|vault)\\.(?:azure|windows)\\.net',
    'appspot\\.com|cloudfunctions\\.net|gcr\\.io|googleapis\\.com|googlehosted\\.com|pkg\\.dev|run\\.app|web\\.app',
    'github\\.io|githubusercontent\\.com|gitlab\\.io|bitbucket\\.io|readthedocs\\.io',
    'fastly\\.net|fastlylb\\.net|edgecompute\\.app|cdn77\\.org|akamai(?:edge|zed)?\\.net|edgekey\\.net|edgesuite\\.net',
    'fly\\.dev|herokuapp\\.com|herokudns\\.com|netlify\\.app|ondigitalocean\\.app|onrender\\.com|pages\\.dev|vercel\\.app',
    'vercel-dns(?:-\\d+)?\\.com|workers\\.dev|cfargotunnel\\.com|ngrok(?:-free)?\\.(?:app|io|dev)|nip\\.io|sslip\\.io|traefik\\.me',
  ].join('|')})$`,
);

/** Whether only the machine itself reaches an address. Such a listener is behind a server on another port, which forwards TLS. */
export function isLocalListener(address: string): boolean {
  return /^(?:127\.|localhost:|\[::1\]|unix[:@]|abns@|\/)/i.test(address);
}

/**
 * Normalizes a host to lower case, without a trailing dot, in A-labels (RFC 5891), or returns the reason why it cannot be watched.
 * `domains`: the user's own domains, in which private and reserved names are accepted, because a probe can reach them.
 */
export function classifyHost(text: string, domains: readonly string[] = []): ClassifiedHost {
  const host = toAsciiHost(text.trim()).toLowerCase().replace(/\.$/, '');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return { dropped: 'address' };
  if (host.includes('*')) return { dropped: 'wildcard' };
  if (!isHostName(host)) return { dropped: 'invalid' };
  if (host.includes('_')) return { dropped: 'underscore' };
  if (isInDomains(host, domains)) return { host };
  if (RESERVED.test(host) || PLACEHOLDER.test(host)) return { dropped: 'reserved' };
  if (PRIVATE.test(host) || !host.includes('.')) return { dropped: INTERNAL.test(host) ? 'internal' : 'private' };
  if (PROVIDER.test(host)) return { dropped: 'provider' };
  return { host };
}
