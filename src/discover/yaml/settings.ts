/** Hosts in the variables of configuration management, by the names of keys: `grafana_domain`, `server_name`, `certbot_certs`. */

import type { Mention } from '../format.ts';
import { readHosts } from './hosts.ts';
import { isOtherDomain, isOtherSystem } from './other-domains.ts';
import type { YamlNode } from './parse.ts';
import { listScalars } from './select-nodes.ts';
import { isTemplated } from './templates.ts';
import { resolveJinjaVariables } from './variables.ts';

/** Names of a TLS server. `fqdn` and `hostname` alone are names of machines. */
const NAMES =
  /server_(?:names?|alias(?:es)?)$|_domains?$|domain_names?$|_fqdn$|vhosts?$|virtual_hosts?$|subject_alt(?:ernative)?_names?$/i;

/** Lists or maps of certificates: `certbot_certs`, `acme_cert_configs`, `letsencrypt`. Both patterns have to match. */
const CERTIFICATE_TOOLS = /certbot|letsencrypt|lego|acme|dehydrated|tls|ssl/i;
const CERTIFICATE_LISTS = /(?:certs?|certificates|configs?|domains?|hosts|sets|letsencrypt|acme|lego|certbot)$/i;

/** Lists of virtual hosts: `nginx_vhosts`. */
const SERVER_LISTS = /vhosts$|virtual_?hosts$/i;

/** Lists of external servers, or of exceptions. */
const OTHERS =
  /trusted|allowed|blocked|denied|federation|upstream|bypass|whitelist|blacklist|(?:allow|block|deny)_?list|exclude|ignore|no_?proxy/i;

/** The keys in lists of certificates and servers. */
const CERTIFICATE_NAMES =
  /^(?:domains?|names?|common_name|aliases|hosts?|sans?|alt_names|subject_alt(?:ernative)?_names?|domain_names?|certs?)$/i;

/** Reads the hosts in a document of variables. */
export function readSettings(document: YamlNode): Iterable<Mention> {
  return readNode(resolveJinjaVariables(document), { list: null, isOther: false });
}

type List = 'certificates' | 'servers' | null;

/** The keys around a node. */
interface Place {
  /** The kind of list that contains the node. */
  list: List;
  /** Whether the node belongs to mail, a directory or a network. */
  isOther: boolean;
}

function* readNode(node: YamlNode, place: Place): Iterable<Mention> {
  if (node.kind === 'list') for (const item of node.items) yield* readNode(item, place);
  if (node.kind !== 'map') return;
  const { list } = place;
  const isServer = list === 'servers' || node.entries.some(([key]) => /^server_alias(?:es)?$/.test(key));
  for (const [key, value, keyLine] of node.entries) {
    if (OTHERS.test(key)) continue;
    const inner = findList(key);
    if (inner === 'certificates' || isName(key, place) || (isServer && /^(?:site_)?name$/.test(key)))
      for (const scalar of listScalars(value)) if (isHostText(scalar.text)) yield* readHosts(scalar);
    if (list === 'certificates' && value.kind !== 'scalar' && isHostText(key))
      yield* readHosts({ text: key, line: keyLine });
    yield* readNode(value, { list: inner ?? list, isOther: place.isOther || isOtherSystem(key) });
  }
}

function findList(key: string): List {
  if (SERVER_LISTS.test(key)) return 'servers';
  return CERTIFICATE_TOOLS.test(key) && CERTIFICATE_LISTS.test(key) ? 'certificates' : null;
}

function isName(key: string, { list, isOther }: Place): boolean {
  if (list === 'certificates') return CERTIFICATE_NAMES.test(key);
  return NAMES.test(key) && !isOtherDomain(key) && !(isOther && /domain/i.test(key));
}

/** Whether a text is one or several names, not a path or a sentence. A variable alone is read at its definition. */
function isHostText(text: string): boolean {
  if (isTemplated(text)) return /\}\}\.\w|\w\.\{\{/.test(text);
  return text.split(/[\s,]+/).every((name) => /^[\w*-]+(?:\.[\w-]+)+\.?$/.test(name) && /[a-z]\.?$/i.test(name));
}
