/** The order in which a scan reads locations. */

/** Ranks what is read: a higher rank is read first. */
export interface ReadingOrder {
  rankEntry: (entry: string) => number;
  /** Ranks sources of an entry that are read together. */
  rankSources: (entry: string, sources: readonly string[]) => number;
  rankLocation: (entry: string, location: string) => number;
  /** Whether a location of the source was late in the last scan. */
  hasLate: (entry: string, source: string) => boolean;
}
