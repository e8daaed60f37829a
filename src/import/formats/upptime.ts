/** Reads `.upptimerc.yml` of Upptime: https://upptime.js.org/docs/configuration */

import type { ImportFormat } from '../import-format.ts';
import { isSet, type Located, listItems, listPairs, parseYamlDocuments, readText, select } from '../located.ts';
import { parseServer, parseTcpServer } from '../servers.ts';
import { type Imported, type ImportedFile, joinImported, NOTHING } from '../types.ts';

export const UPPTIME: ImportFormat = {
  name: 'upptime',
  title: 'Upptime',
  recognizes: ({ path, text }) =>
    /upptimerc/.test(path) || (/^sites:/m.test(text) && /^(?:owner|repo|status-website):/m.test(text)),
  read: (files) =>
    joinImported(files.flatMap((file) => parseYamlDocuments(file.text).map((root) => readUpptime(root, file)))),
};

/** Upptime reports in issues, so the manifest opens them, too. */
function readUpptime(root: Located, file: ImportedFile): Imported {
  const origin = { file: file.path, line: root.line };
  const notifications = select(root, 'notifications');
  return joinImported([
    ...listItems(select(root, 'sites')).map((site) => readSite(site, file)),
    { ...NOTHING, receivers: [{ kind: 'issues', name: 'issues', fields: {}, variables: [], origin }] },
    notifications === null
      ? NOTHING
      : {
          ...NOTHING,
          leftOut: [
            {
              what: 'notifications',
              reason: 'their settings are secrets of the repository: add receivers under webhooks or email',
              origin: { file: file.path, line: notifications.line },
            },
          ],
        },
  ]);
}

function readSite(site: Located, { path }: ImportedFile): Imported {
  const origin = { file: path, line: site.line };
  const url = readText(site, 'url') ?? '';
  const name = readText(site, 'name') ?? url;
  const check = readText(site, 'check') ?? 'http';
  const address = parseSite(url, check, readText(site, 'port'));
  if ('reason' in address) return { ...NOTHING, leftOut: [{ what: name, reason: address.reason, origin }] };
  const [assignee] = listItems(select(site, 'assignees')).flatMap((one) => readText(one) ?? []);
  const isInsecure = listPairs(site).some(([key]) => key.startsWith('__dangerous__') && isSet(site, key));
  const entry = {
    ...address,
    ...(isInsecure && { trust: 'none' as const }),
    ...(assignee !== undefined && /^[\w-]+$/.test(assignee) && { owner: `@${assignee}` }),
  };
  return { ...NOTHING, targets: [{ name, entry, origin, receivers: ['issues'] }] };
}

function parseSite(url: string, check: string, port: string | null) {
  const hasPort = /:\d+$/.test(url);
  if (check === 'ssl') return parseServer(hasPort || port === null ? url : `${url}:${port}`, { isTls: true });
  if (check === 'tcp-ping') return parseTcpServer(hasPort || port === null ? url : `${url}:${port}`);
  if (check === 'icmp-ping') return { reason: 'a ping has no certificate' };
  return parseServer(url);
}
