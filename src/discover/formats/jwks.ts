/** JSON Web Key Sets: the certificate chains in `x5c` (RFC 7517 section 4.7). */

import type { Format } from '../format.ts';
import { parseYaml, type YamlNode, type YamlScalar } from '../yaml/parse.ts';
import { listScalars, selectNodes } from '../yaml/select.ts';
import { decodeDer } from './saml.ts';

export const JWKS: Format = {
  name: 'jwks',
  files: /\.(?:json|ya?ml|jwks?)$/,
  sniff: (text) => /["']?x5c["']?\s*:/.test(text),
  *read({ text }) {
    for (const [leaf, ...others] of parseYaml(text).flatMap((document) => listChains(document, 0))) {
      const chain = [leaf, ...others].flatMap((scalar) => decodeDer(scalar?.text ?? '') ?? []);
      if (leaf !== undefined && chain.length > 0)
        yield { kind: 'embedded', content: formatPem(chain), line: leaf.line };
    }
  },
};

const MAX_DEPTH = 10;

function listChains(node: YamlNode, depth: number): YamlScalar[][] {
  if (node.kind === 'scalar' || depth > MAX_DEPTH) return [];
  const own = node.kind === 'map' ? selectNodes(node, 'x5c').map(listScalars) : [];
  const children = node.kind === 'map' ? node.entries.map(([, value]) => value) : node.items;
  return [...own, ...children.flatMap((child) => listChains(child, depth + 1))];
}

/** A leaf and its chain are one mention, as in a PEM file. */
const formatPem = (chain: readonly Buffer[]): Buffer =>
  Buffer.from(
    chain.map((der) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`).join(''),
  );
