/** Envoy: the names of listeners with TLS. Names in clusters belong to other servers. */

import type { Mention } from '../format.ts';
import { readHosts } from '../yaml/hosts.ts';
import type { YamlNode } from '../yaml/parse.ts';
import { selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

export const ENVOY = createYamlFormat({
  name: 'envoy',
  files: /\.(?:ya?ml|json)(?:\.(?:j2|tpl|tmpl))?$/,
  sniff: (text) => text.includes('filter_chains'),
  *readDocument(document) {
    for (const path of ['static_resources.listeners[]', 'resources[]', 'listeners[]'])
      for (const listener of selectNodes(document, path)) yield* readListener(listener);
  },
});

function* readListener(listener: YamlNode): Iterable<Mention> {
  const port = Number(selectText(listener, 'address.socket_address.port_value')) || null;
  for (const chain of selectNodes(listener, 'filter_chains[]')) {
    for (const scalar of selectScalars(chain, 'filter_chain_match.server_names')) yield* readHosts(scalar, { port });
    if (selectNodes(chain, 'transport_socket').length === 0) continue;
    const domains = selectScalars(chain, 'filters[].typed_config.route_config.virtual_hosts[].domains');
    for (const scalar of domains.filter(({ text }) => text !== '*')) yield* readHosts(scalar, { port });
  }
}
