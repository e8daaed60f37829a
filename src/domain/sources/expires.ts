/** Source `expires`: a hard-coded date, of a certificate that cannot be read or of anything else. */

import { parseDateOrTime } from '../../lib/iso-time.ts';
import type { SourceDefinition } from './definition.ts';

export interface ExpiresSource {
  kind: 'expires';
  /** The date as YYYY-MM-DD. */
  date: string;
  /** The noun for the item that expires, such as `license`; null: not stated. */
  what: string | null;
}

export const EXPIRES: SourceDefinition<ExpiresSource> = {
  kind: 'expires',
  keys: [['expires', 'a date']],
  locator: 'date',
  isLocal: true,
  subject: 'date',
  hasLifetime: false,
  create: ({ expires = '', what }) => ({ kind: 'expires', date: expires, what: what ?? null }),
  check: ({ listTexts, report }) => {
    for (const text of listTexts('expires')) {
      if (text.value.length !== 10 || parseDateOrTime(text.value) === null) report('bad-date', text, text.value);
    }
  },
  listLocations: () => ['declared'],
  matchesLocation: (location) => location === 'declared',
  locationType: 'declared',
};
