/** Converts the section `discovery` to its domain type, with all defaults. */

import type { DiscoveryIgnore, DiscoverySettings } from '../../domain/discovery.ts';
import type { DiscoveryIgnoreSpec, DiscoverySpec } from '../../generated/manifest.ts';
import { isGlob } from '../../lib/files/glob.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, listItems, type Node } from '../yaml/node.ts';
import { toPosition, toSingleLine, toValidated } from './conversions.ts';

/** Returns null if the manifest does not have this section. */
export function normalizeDiscovery({ root }: ManifestSections): DiscoverySettings | null {
  const node = getChild(root, 'discovery');
  if (node === undefined) return null;
  const { paths, domains, variables, require } = toValidated<DiscoverySpec>(node);
  return {
    exclude: paths?.exclude ?? [],
    domains: (domains ?? []).flatMap((text) => parseDomain(text) ?? []),
    variables: new Map(Object.entries(variables ?? {})),
    ignore: listItems(getChild(node, 'ignore')).map(normalizeIgnore),
    require: require ?? false,
  };
}

function normalizeIgnore(node: Node): DiscoveryIgnore {
  const { host, domain, file, reason, until } = toValidated<DiscoveryIgnoreSpec>(node);
  const end = until === undefined ? null : parseDateOrTime(until);
  return {
    host: host === undefined ? null : parseHostGlob(host),
    domain: domain === undefined ? null : parseDomain(domain),
    file: file ?? null,
    reason: toSingleLine(reason),
    until: end === null ? null : formatIsoTime(end),
    position: toPosition(node),
  };
}

/** Parses a domain to lower case and ASCII; returns null if it is invalid. */
export function parseDomain(text: string): string | null {
  const name = toAsciiHost(text).toLowerCase().replace(/\.$/, '');
  return isHostName(name) ? name : null;
}

/** Parses a host name or glob to lower case; returns null if no host name can match it. */
export function parseHostGlob(text: string): string | null {
  const glob = toAsciiHost(text).toLowerCase().replace(/\.$/, '');
  return isHostName(glob) || (isGlob(glob) && /^[a-z0-9_.*?{},![\]-]+$/.test(glob)) ? glob : null;
}
