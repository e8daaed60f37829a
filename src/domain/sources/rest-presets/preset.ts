/** The type of a preset of `rest`. */

import type { EntrySpec } from '../../../generated/manifest.ts';

/** The keys of an entry that a preset sets, and the path of the listing, which is appended to a URL without a path. */
export type RestPreset = Partial<
  Pick<
    EntrySpec,
    'method' | 'body' | 'items' | 'details' | 'next' | 'map' | 'where' | 'muted' | 'expired_days' | 'superseded'
  >
> & {
  path?: string;
  /** The path of a field that an item does not have before its certificate is issued. */
  issued?: string;
  /** The conditions for items that the system renews itself. */
  renewed?: NonNullable<EntrySpec['where']>;
};
