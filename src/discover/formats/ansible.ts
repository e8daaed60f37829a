/** Ansible: variables of groups, hosts, roles, playbooks and inventories. Machines of an inventory are not findings. */

import type { Format, Mention } from '../format.ts';
import { selectText } from '../yaml/select-nodes.ts';
import { readSettings } from '../yaml/settings.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

const DIRECTORIES = new Set([
  'group_vars',
  'host_vars',
  'vars',
  'defaults',
  'inventory',
  'inventories',
  'playbooks',
  'roles',
]);

/** Molecule and Galaxy test roles with names of their own. */
const TESTS = new Set(['molecule', 'test', 'tests', 'examples']);

export const ANSIBLE = createYamlFormat({
  name: 'ansible',
  files: /\.ya?ml$/,
  sniff: (text) => /domain|server_|fqdn|vhost|virtual_host|cert|letsencrypt|acme|lego/i.test(text),
  accepts(path) {
    const parts = path.split('/');
    const isVariables =
      parts.some((part) => DIRECTORIES.has(part)) ||
      /^(?:site|playbook|inventory|hosts|vars)\b/.test(parts.at(-1) ?? '');
    return isVariables && !parts.some((part) => TESTS.has(part));
  },
  // Another format reads Kubernetes resources.
  readDocument: (document) => (selectText(document, 'apiVersion') === null ? readSettings(document) : []),
});

/** Variables in an inventory: `web1 server_name=shop.example.com`, or `server_name = shop.example.com` of a group. */
export const ANSIBLE_INVENTORY: Format = {
  name: 'ansible',
  files: /(?:^|\/)(?:inventor(?:y|ies)\/[\w-]+|[\w-]*hosts|inventory)(?:\.ini)?$/,
  sniff: (text) => /^\[[\w:-]+\]/m.test(text),
  *read({ text }): Iterable<Mention> {
    for (const [index, line] of text.split('\n').entries())
      for (const [key, value] of listVariables(line)) {
        const scalar = { kind: 'scalar', text: value, line: index + 1, isBlock: false } as const;
        yield* readSettings({ kind: 'map', line: index + 1, entries: [[key, scalar, index + 1]] });
      }
  },
};

function listVariables(line: string): [key: string, value: string][] {
  const code = line.trim();
  if (code.startsWith('#') || code.startsWith(';')) return [];
  return code
    .replace(/ = /, '=')
    .split(/\s/)
    .flatMap((word) => {
      const equals = word.indexOf('=');
      return equals > 0 ? [[word.slice(0, equals), word.slice(equals + 1).replace(/^["']|["']$/g, '')]] : [];
    });
}
