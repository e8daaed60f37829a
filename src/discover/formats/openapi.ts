/** OpenAPI: `servers` of version 3 and `host` of version 2, if the API has TLS. */

import type { Mention } from '../format.ts';
import { readHosts } from '../yaml/hosts.ts';
import type { YamlNode } from '../yaml/parse.ts';
import { selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const OPENAPI = createYamlFormat({
  name: 'openapi',
  files: /\.(?:ya?ml|json)$/,
  sniff: (text) => /\b(?:openapi|swagger)["']? *:/.test(text),
  *readDocument(document) {
    if (selectText(document, 'openapi') !== null)
      for (const server of selectNodes(document, 'servers[]')) yield* readServer(server);
    const schemes = selectScalars(document, 'schemes').map(({ text }) => text);
    if (selectText(document, 'swagger') !== null && (schemes.includes('https') || schemes.includes('wss')))
      for (const scalar of selectScalars(document, 'host')) yield* readHosts(scalar);
  },
});

/**
 * Reads a URL such as `https://{region}.api.example.com/v1`, with the defaults of its variables. A path alone is relative to the document.
 */
function* readServer(server: YamlNode): Iterable<Mention> {
  for (const { text, line } of selectScalars(server, 'url')) {
    const url = text.replace(
      /\{([\w-]+)\}/g,
      (written, name) => selectText(server, `variables.${name}.default`) ?? written,
    );
    if (/^(?:https|wss):\/\//.test(url)) yield* readHosts({ text: url.replace(/^wss/, 'https'), line });
  }
}
