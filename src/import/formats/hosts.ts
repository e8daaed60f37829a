/** Reads a plain list of hosts: one a line, as `host`, `host:port`, `host port` or a URL. `#` begins a comment. */

import type { ImportFormat } from '../import-format.ts';
import { parseServer } from '../servers.ts';
import { type Imported, type ImportedFile, joinImported, NOTHING, type Origin } from '../types.ts';

export const HOSTS: ImportFormat = {
  name: 'hosts',
  title: 'a list of hosts',
  recognizes: (file) => !isConfiguration(file),
  read: (files) => joinImported(files.map(readHosts)),
};

/** Whether a text is a configuration: none of its lines would be a host that somebody meant. */
function isConfiguration({ path, text }: ImportedFile): boolean {
  if (/\.(?:ya?ml|json|toml|xml|hcl|tf|nix)$/i.test(path)) return true;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const first = lines.map((line) => removeComment(line).trim()).find((line) => line !== '') ?? '';
  return /^(?:[{<]|---|- |\[\W*$|["'\w.-]+:(?:\s|$))/.test(first);
}

function readHosts({ path, text }: ImportedFile): Imported {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  return joinImported(
    lines.flatMap((line, index) => {
      const items = removeComment(line).split(/[,;]/);
      return items.map((item) => readHost(item.trim(), { file: path, line: index + 1 }));
    }),
  );
}

/** A comment begins with `#` at the beginning or after a space. */
function removeComment(line: string): string {
  const start = line.search(/(?:^|\s)#/);
  return start === -1 ? line : line.slice(0, start);
}

function readHost(item: string, origin: Origin): Imported {
  if (item === '') return NOTHING;
  const leave = (reason: string) => ({ ...NOTHING, leftOut: [{ what: item, reason, origin }] });
  const [host = '', port = '', ...more] = item.split(/\s+/);
  if (more.length > 0 || (port !== '' && !/^\d+$/.test(port)))
    return leave('a line has one host; for more columns, use CSV with a header');
  const address = parseServer(port === '' ? host : `${host}:${port}`, { isTls: true });
  if ('reason' in address) return leave(address.reason);
  return { ...NOTHING, targets: [{ name: address.endpoint, entry: address, origin, receivers: [] }] };
}
