/** Source `file`: certificate files, by path or glob. */

import { toArray } from '../../lib/collections.ts';
import type { SourceDefinition } from './definition.ts';
import { createSourceTrust, type SourceTrust } from './trust.ts';

export interface FileSource extends SourceTrust {
  kind: 'file';
  patterns: string[];
  exclude: string[];
  /** Whether files of a glob without a certificate are skipped; null: only text. */
  skip_empty: boolean | null;
}

export const FILE: SourceDefinition<FileSource> = {
  kind: 'file',
  keys: [['file', 'a path or glob']],
  locator: 'patterns',
  isLocal: true,
  // The host and the clients of a file are unknown.
  defaultTrust: 'none',
  create: ({ file, exclude, skip_empty, ...spec }) => ({
    kind: 'file',
    patterns: toArray(file),
    exclude: toArray(exclude),
    skip_empty: skip_empty ?? null,
    ...createSourceTrust(spec, 'none', null),
  }),
  listLocations: ({ patterns }) => patterns.slice(0, 1),
  // A path can have any form, so the other kinds of sources are matched first.
  matchesLocation: () => false,
  locationType: 'file',
  selectInRepository: (source, isInside) => {
    const patterns = source.patterns.filter(isInside);
    return patterns.length === 0 ? null : { ...source, patterns };
  },
  sampleFailure: 'file-not-found',
};
