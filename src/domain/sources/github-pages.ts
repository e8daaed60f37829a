/** Source `github_pages`: the certificates of GitHub Pages sites with a custom domain. */

import { toArray } from '../../lib/collections.ts';
import { reportDuplicates, type SourceDefinition } from './definition.ts';
import { isItemLocation } from './item-location.ts';

export interface GitHubPagesSource {
  kind: 'github_pages';
  /** The sites: `owner/repository`, or `owner` for all of its repositories. */
  sites: string[];
  /** The token with `${NAME}` references; null: that of the workflow. */
  token: string | null;
  allow_empty: boolean;
}

/** `owner` or `owner/repository`. */
const SITE = /^[A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9._-]+)?$/;

const KIND = 'github_pages';

export const GITHUB_PAGES: SourceDefinition<GitHubPagesSource> = {
  kind: KIND,
  keys: [['github_pages', 'a repository or an owner']],
  locator: 'sites',
  variableKeys: { texts: ['token'] },
  inventory: 'remote',
  create: ({ github_pages, token, allow_empty }) => ({
    kind: KIND,
    sites: [...new Set(toArray(github_pages))],
    token: token ?? null,
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => {
    for (const text of fields.listTexts('github_pages')) {
      if (!SITE.test(text.value)) fields.report('bad-site', text, text.value);
    }
    reportDuplicates(fields, 'github_pages');
  },
  listLocations: () => [KIND],
  matchesLocation: (location) => isItemLocation(location, KIND),
  locationType: KIND,
};
