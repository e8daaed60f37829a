/** Traefik: routers and certificates in its YAML and TOML files. */

import type { Format } from '../format.ts';
import { parseToml } from '../toml.ts';
import { listSettings, readTraefikRouters } from '../traefik-routers.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

const sniff = (text: string) => /\brouters\b|\bentryPoints\b/.test(text);

export const TRAEFIK_YAML = createYamlFormat({
  name: 'traefik',
  files: /\.ya?ml(?:\.(?:j2|tpl|tmpl))?$/,
  sniff,
  readDocument: (document) => readTraefikRouters([...listSettings(document)]),
});

export const TRAEFIK_TOML: Format = {
  name: 'traefik',
  files: /\.toml(?:\.(?:j2|tpl|tmpl))?$/,
  sniff,
  read({ text }) {
    const settings = [...parseToml(text)].flatMap((assignment) => [...listSettings(assignment)]);
    return readTraefikRouters([...listTables(text), ...settings]);
  },
};

/** Lists the tables, because an empty one such as `[http.routers.shop.tls]` enables TLS. */
function listTables(text: string): { key: string; text: string; line: number }[] {
  return text.split('\n').flatMap((line, index) => {
    const [, key] = /^\s*\[([\w.-]+)\]/.exec(line) ?? [];
    return key === undefined ? [] : [{ key, text: '', line: index + 1 }];
  });
}
