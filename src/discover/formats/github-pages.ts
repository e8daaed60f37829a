/** `CNAME` of GitHub Pages: one host name, the custom domain of the site. */

import type { Format } from '../format.ts';

export const GITHUB_PAGES: Format = {
  name: 'github-pages',
  files: /(?:^|\/)CNAME$/,
  *read({ text }) {
    const lines = text.split(/\r?\n/);
    const line = lines.findIndex((one) => one.trim() !== '');
    const host = lines[line]?.trim() ?? '';
    if (!host.includes('.')) return;
    // Another file of this name, such as a list of records, is not used by GitHub Pages.
    if (lines.slice(line + 1).some((one) => one.trim() !== '') || /[\s/:]/.test(host)) return;
    yield { kind: 'host', host, port: null, line: line + 1, confidence: 'declared' };
  },
};
