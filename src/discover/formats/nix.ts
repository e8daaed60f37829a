/** NixOS: virtual hosts of nginx, Caddy and Apache, certificates of `security.acme`, and configurations of servers in texts. */

import type { Format, Mention, Repository } from '../format.ts';
import { type NixFile, readLiteral, readNixFile } from '../nix/evaluate.ts';
import { joinPlaced, listTexts, type PlacedText, UNKNOWN } from '../nix/placed-text.ts';
import { findName, listNames, listSites, type PlacedName, type Site } from '../nix/sites.ts';
import { findTls, hasTlsByDefault } from '../nix/virtual-hosts.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { CADDYFILE } from './caddyfile.ts';
import { HAPROXY } from './haproxy.ts';
import { NGINX } from './nginx.ts';

/** Larger files, such as lists of packages, are generated. Reading them can take longer than a run has time. */
const MAX_CHARACTERS = 1_000_000;

export const NIX: Format = {
  name: 'nix',
  files: /\.nix$/,
  sniff: (text) => /virtualHosts|acme|nginx|caddy|haproxy|traefik/.test(text),
  *read({ path, text }, repository) {
    if (text.length > MAX_CHARACTERS) {
      if (text.includes('virtualHosts'))
        yield { kind: 'unresolved', expression: 'a Nix file of more than 1 MB', line: 1 };
      return;
    }
    const file = readNixFile(text);
    const lines = text.split('\n');
    const seen = new Set<number>();
    for (const mention of readFile(file, path, repository)) {
      if (mention.kind !== 'unresolved') yield mention;
      else if (!seen.has(mention.line)) {
        seen.add(mention.line);
        yield { ...mention, expression: lines[mention.line - 1]?.trim() ?? '' };
      }
    }
  },
};

function* readFile(file: NixFile, path: string, repository: Repository): Generator<Mention> {
  const { sites, unresolved } = listSites(file);
  for (const line of unresolved) yield { kind: 'unresolved', expression: '', line };
  for (const site of sites) {
    if (site.service === 'acme') yield* readCertificate(site, file);
    else if (site.service === 'caddy') yield* readCaddySite(site, file, path, repository);
    else yield* readVirtualHost(site, file, repository);
  }
  yield* readTexts(file, path, repository);
}

function* readCertificate(site: Site, file: NixFile): Generator<Mention> {
  const names = [findName(site, ['domain'], file) ?? site.name, ...listNames(site, ['extraDomainNames'], file)];
  for (const name of names) yield* createHosts(name, [null], 'declared');
}

function* readVirtualHost(site: Site, file: NixFile, repository: Repository): Generator<Mention> {
  const tls = findTls(site, file, hasTlsByDefault(repository));
  if (tls.state === 'off') return;
  const own = findName(site, ['serverName', 'hostName'], file) ?? site.name;
  for (const name of [own, ...listNames(site, ['serverAliases'], file)])
    yield* tls.state === 'on' ? createHosts(name, tls.ports, 'declared') : createHosts(name, [null], 'dns');
}

/** A label of a site without a dot, such as `default`, is no name of a server. */
function* createHosts(
  { text, line }: PlacedName,
  ports: readonly (number | null)[],
  confidence: 'declared' | 'dns',
): Generator<Mention> {
  if (text === null) yield { kind: 'unresolved', expression: '', line };
  else if (text.includes('.') && !text.startsWith('~'))
    for (const port of ports) yield { kind: 'host', host: text.replace(/^\./, ''), port, line, confidence };
}

/** The names are addresses of a Caddyfile, and `extraConfig` is the block of the site. */
function readCaddySite(site: Site, file: NixFile, path: string, repository: Repository): Iterable<Mention> {
  const own = findName(site, ['hostName'], file) ?? site.name;
  const names = [own, ...listNames(site, ['serverAliases'], file)];
  const addresses = names.map(({ text, line }): PlacedText => ({ text: `${text ?? UNKNOWN},`, lines: [line] }));
  const blocks = site.attributes.filter(({ name }) => name === 'extraConfig').flatMap((one) => listTexts(one, file));
  const end: PlacedText = { text: '}', lines: [own.line] };
  return readPlaced(
    CADDYFILE,
    joinPlaced([...addresses, { text: ' {', lines: [own.line] }, ...blocks, end]),
    path,
    repository,
  );
}

/** The options that hold the configuration of a server as a text. */
const TEXTS: readonly { service: string; option: RegExp; format: Format }[] = [
  { service: 'nginx', option: /onfig$/, format: NGINX },
  { service: 'caddy', option: /^(?:extraConfig|configFile)$/, format: CADDYFILE },
  { service: 'haproxy', option: /^config$/, format: HAPROXY },
];

/** Reads configurations in texts, and the rules of Traefik. */
function* readTexts(file: NixFile, path: string, repository: Repository): Generator<Mention> {
  for (const setting of file.settings) {
    const [service, option = ''] = setting.path.slice(-2).map(({ key }) => readLiteral(key));
    const found = TEXTS.find((one) => one.service === service && one.option.test(option ?? ''));
    if (found !== undefined)
      for (const text of listTexts(setting, file)) yield* readPlaced(found.format, text, path, repository);
    if (option === 'rule' && setting.path.some(({ key }) => readLiteral(key) === 'traefik'))
      for (const { text, lines } of listTexts(setting, file)) yield* readTraefikRule(text, lines[0] ?? 1);
  }
}

/** Reads a text with a format, and returns its mentions with their lines in the file. */
function* readPlaced(
  format: Format,
  { text, lines }: PlacedText,
  path: string,
  repository: Repository,
): Iterable<Mention> {
  if (format.sniff?.(text) === false) return;
  for (const mention of format.read({ path, text }, repository))
    yield { ...mention, line: lines[mention.line - 1] ?? lines.at(-1) ?? 1 };
}
