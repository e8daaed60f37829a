/** Source `pem`: certificates in the manifest itself. */

import type { SourceDefinition } from './definition.ts';

export interface PemSource {
  kind: 'pem';
  text: string;
}

const PEM_BLOCK = /^[ \t]*-----BEGIN [^\n-]+-----[ \t]*$/m;

export const PEM: SourceDefinition<PemSource> = {
  kind: 'pem',
  keys: [['pem', 'the PEM text']],
  locator: 'text',
  isLocal: true,
  verbatimKeys: ['pem'],
  create: ({ pem = '' }) => ({ kind: 'pem', text: pem }),
  check: ({ listTexts, reportSecret }) => {
    for (const text of listTexts('pem')) {
      if (/PRIVATE KEY-----/.test(text.value)) reportSecret('private-key-in-manifest', text);
      else if (!PEM_BLOCK.test(text.value)) reportSecret('bad-pem', text);
    }
  },
  listLocations: () => ['pem'],
  matchesLocation: (location) => /^pem(?:#|$)/.test(location),
  locationType: 'pem',
  selectInRepository: (source) => source,
};
