import type { EventLog, LoggedPlace } from '../../generated/event-log.ts';

/** Calls `visit` for each place of each entry. Creates no lists, since a log can have hundreds of thousands. */
export function forEachPlace(
  places: EventLog['places'],
  visit: (logged: LoggedPlace, place: string, entry: string) => void,
): void {
  for (const entry in places) {
    const byPlace = places[entry];
    for (const place in byPlace) visit(byPlace[place] as LoggedPlace, place, entry);
  }
}
