/** Source `expires`: a hard-coded date for a certificate that cannot be read. */

import { parseDateOrTime } from '../../lib/iso-time.ts';
import type { SourceDefinition } from './definition.ts';

export interface ExpiresSource {
  kind: 'expires';
  /** YYYY-MM-DD. */
  date: string;
}

export const EXPIRES: SourceDefinition<ExpiresSource> = {
  kind: 'expires',
  keys: [['expires', 'a date']],
  locator: 'date',
  isLocal: true,
  hasLifetime: false,
  create: ({ expires = '' }) => ({ kind: 'expires', date: expires }),
  check: ({ listTexts, report }) => {
    for (const text of listTexts('expires')) {
      if (text.value.length !== 10 || parseDateOrTime(text.value) === null) report('bad-date', text, text.value);
    }
  },
  listLocations: () => ['declared'],
  matchesLocation: (location) => location === 'declared',
  locationType: 'declared',
};
