/** Rules of Traefik routers: ``Host(`a.example.com`) && PathPrefix(`/api`)``. */

import type { Mention } from './format.ts';
import { readHosts } from './yaml/hosts.ts';

/** The hosts that a rule names: `Host`, `HostSNI` and `HostHeader`, not `HostRegexp`, and not negated. */
export function* readTraefikRule(rule: string, line: number): Iterable<Mention> {
  // Version 1: `Host:a.example.com,b.example.com;PathPrefix:/api`.
  const [, old] = /^Host:([^;]*)/.exec(rule) ?? [];
  if (old !== undefined) yield* readHosts({ text: old, line });
  for (const [, not, names = ''] of rule.matchAll(/(!?)\bHost(?:SNI|Header)?\(([^()]*)\)/g)) {
    if (not === '!') continue;
    for (const [, name = ''] of names.matchAll(/[`'"]([^`'"]+)[`'"]/g)) yield* readHosts({ text: name, line });
  }
}
