/** Notes about what a scan could not read, although it read the rest of a source. */

import type { Failure, SourceReading } from '../../domain/index.ts';

/** Lists one note for each failed lookup of addresses. */
export function listReadingNotes(readings: readonly Pick<SourceReading, 'unlisted'>[]): Failure[] {
  const notes = readings.flatMap(({ unlisted = [] }) => unlisted.map(({ failure }) => failure));
  return [...new Map(notes.map((note) => [note.detail, note])).values()];
}
