/** Decides which names can be servers that a monitor reaches. The same rules apply to the hosts of all formats. */

import { isIP } from 'node:net';
import { isHostName, toAsciiHost } from '../lib/host-port.ts';

/** Why a name is no host to watch; each reason is counted. */
export type DropReason = 'reserved' | 'private' | 'wildcard' | 'underscore' | 'address' | 'invalid';

export type ClassifiedHost = { host: string } | { dropped: DropReason };

/** RFC 2606, RFC 6761, RFC 7686 (`onion`), RFC 9476 (`alt`): names that no public DNS server answers. */
const RESERVED = /(?:^|\.)(?:test|example|invalid|localhost|onion|alt|example\.(?:com|net|org|edu))$/;

/**
 * Names that only resolve in a network of their own: RFC 6762 and its appendix G, RFC 8375 (`home.arpa`), the ICANN reservation of
 * `internal`, reverse zones (RFC 1035, RFC 3596), and Kubernetes services.
 */
const PRIVATE =
  /(?:^|\.)(?:local|localdomain|internal|intranet|private|corp|home|lan|arpa|cluster\.local|svc|consul|k8s)$|\.svc\./;

/** Lower case, without a trailing dot, in A-labels (RFC 5891); or the reason why nobody can watch it. */
export function classifyHost(text: string): ClassifiedHost {
  const host = toAsciiHost(text.trim()).toLowerCase().replace(/\.$/, '');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0) return { dropped: 'address' };
  if (host.includes('*')) return { dropped: 'wildcard' };
  if (!isHostName(host)) return { dropped: 'invalid' };
  if (RESERVED.test(host)) return { dropped: 'reserved' };
  if (PRIVATE.test(host) || !host.includes('.')) return { dropped: 'private' };
  if (host.includes('_')) return { dropped: 'underscore' };
  return { host };
}
