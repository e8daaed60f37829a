/** Rules of Traefik routers: ``Host(`a.example.com`) && PathPrefix(`/api`)``. */

import type { Mention } from './format.ts';
import { readHosts } from './yaml/hosts.ts';

/** Reads the hosts in a rule: those of `Host`, `HostSNI` and `HostHeader`, but not of `HostRegexp` or negations. */
export function* readTraefikRule(rule: string, line: number): Iterable<Mention> {
  // Traefik 1 uses `Host:a.example.com,b.example.com;PathPrefix:/api`.
  const [, old] = /^Host:([^;]*)/.exec(rule) ?? [];
  if (old !== undefined) yield* readHosts({ text: old, line });
  for (const [, not, names = ''] of rule.matchAll(/(!?)\bHost(?:SNI|Header)?\(([^()]*)\)/g)) {
    if (not === '!') continue;
    for (const [, name = ''] of names.matchAll(/[`'"]([^`'"]+)[`'"]/g)) yield* readHosts({ text: name, line });
  }
}
