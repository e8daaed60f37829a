/** Notes about parts of a source or file that a scan could not read or verify. */

import type { Failure, SourceReading } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { truncateList } from '../../lib/text/truncate.ts';

/** Lists one note for each failed lookup of addresses. */
export function listReadingNotes(readings: readonly Pick<SourceReading, 'unlisted'>[]): Failure[] {
  const notes = readings.flatMap(({ unlisted = [] }) => unlisted.map(({ failure }) => failure));
  return [...new Map(notes.map((note) => [note.detail, note])).values()];
}

const MAX_LISTED = 5;

/** Lists one failure for each kind of notice, which names the locations. The slots of a keystore share its notice. */
export function listFileNotices(readings: readonly SourceReading[]): Failure[] {
  const noticed = readings.flatMap(({ locations }) => locations.filter(({ notice }) => notice !== undefined));
  const byDetail = groupBy(noticed, ({ notice }) => notice?.detail);
  return [...byDetail.values()].flatMap(([first, ...others]) => {
    if (first?.notice === undefined) return [];
    const files = [first, ...others].map(({ location }) => location.replace(/#.*/, ''));
    const { code, detail } = first.notice;
    return [{ code, detail: `${truncateList([...new Set(files)], MAX_LISTED)}: ${detail}` }];
  });
}
