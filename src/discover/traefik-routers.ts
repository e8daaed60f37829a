/** Routers of Traefik, whose settings are the same in labels, YAML and TOML: `http.routers.shop.rule`. */

import type { Mention } from './format.ts';
import { readTraefikRule } from './traefik-rule.ts';
import { isPlainEntry, readHosts } from './yaml/hosts.ts';
import type { YamlNode } from './yaml/parse.ts';

/** A setting with its path, such as `http.routers.shop.tls.domains[0].main`. The text of a section is empty. */
export interface Setting {
  key: string;
  text: string;
  line: number;
}

/** The path of a router. Its name can be a template with dots. */
const ROUTER = /^(?:http|tcp)\.routers\.(?:\{\{[^{}]*\}\}|[^.{]|\{(?!\{))+/;

const DOMAIN = /^(?:entrypoints\.[^.]+\.http)?\.?tls\.domains\[\d+\]\.(?:main|sans)(?:\[\d+\])?$/;

/** The values of a switch that Traefik reads as false (`strconv.ParseBool` of Go). */
const FALSE = /^(?:f|false|0)$/i;

/** Whether Traefik reads the text of a switch as false. */
export function isOff(text: string): boolean {
  return FALSE.test(text.trim());
}

/** Reads the hosts of routers, and the domains of certificates. Keys can be in any case. Routers for plain HTTP are left out. */
export function* readTraefikRouters(settings: readonly Setting[]): Iterable<Mention> {
  const located = settings.map(({ key, text, line }) => {
    const path = key.toLowerCase();
    const [router = ''] = ROUTER.exec(path) ?? [];
    return { router, property: path.slice(router.length), text, line };
  });
  const isPlain = findPlainRouters(located);
  for (const { router, property, text, line } of located) {
    if (router !== '' && property === '.rule' && !isPlain(router)) yield* readTraefikRule(text, line);
    if (DOMAIN.test(property)) yield* readHosts({ text, line });
  }
}

interface Located {
  router: string;
  property: string;
  text: string;
}

/** Finds the routers whose entry points are all for HTTP, which usually redirects. */
function findPlainRouters(settings: readonly Located[]): (router: string) => boolean {
  const secure = new Set<string>();
  const points = new Map<string, boolean>();
  for (const { router, property, text } of settings) {
    if (/^\.tls\b/.test(property) && !(property === '.tls' && isOff(text))) secure.add(router);
    if (property.startsWith('.entrypoints') && text !== '') {
      const isPlain = text.split(',').every((point) => isPlainEntry(point.trim()));
      points.set(router, isPlain && points.get(router) !== false);
    }
  }
  return (router) => !secure.has(router) && points.get(router) === true;
}

/** The levels of the deepest setting that is read, a name of a certificate, with some to spare. */
const MAX_LEVELS = 12;

/** Lists the settings of a tree. Sections are settings, too, because an empty `tls` enables TLS. */
export function* listSettings(node: YamlNode, path = '', level = 0): Iterable<Setting> {
  if (level > MAX_LEVELS) return;
  if (node.kind === 'scalar') yield { key: path, text: node.text, line: node.line };
  else if (node.kind === 'list')
    for (const [index, item] of node.items.entries()) yield* listSettings(item, `${path}[${index}]`, level + 1);
  else {
    yield { key: path, text: '', line: node.line };
    for (const [key, value] of node.entries)
      yield* listSettings(value, `${path}${path === '' ? '' : '.'}${key.replaceAll('.', '_')}`, level + 1);
  }
}
