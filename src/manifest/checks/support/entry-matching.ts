/** Matches the manifest's entries before it is known to be valid. */

import { createEntryMatcher, type EntryMatch } from '../../../domain/matcher.ts';
import { type EntrySection, listPossibleLabels } from '../../sections.ts';
import { getChild, listFields, listTextNodes, type Node } from '../../yaml/node.ts';

/** Reads the names and labels of a `match`. Invalid values are ignored. */
export function readEntryMatch(match: Node | undefined): EntryMatch {
  const readTexts = (node: Node | undefined) => listTextNodes(node).map(({ value }) => value);
  return {
    names: readTexts(getChild(match, 'names')),
    labels: Object.fromEntries(
      listFields(getChild(match, 'labels')).map(([label, { node }]) => [label, readTexts(node)]),
    ),
  };
}

/** Whether each name list and label of a match applies to some entry, but no entry has all of them. */
export function matchesNoEntry(match: Node | undefined, entries: readonly EntrySection[]): boolean {
  const { names, labels } = readEntryMatch(match);
  const criteria = [
    ...(names.length === 0 ? [] : [{ names, labels: {} }]),
    ...Object.entries(labels).map(([label, values]) => ({ names: [], labels: { [label]: values } })),
  ].map(createEntryMatcher);
  const matchesSome = (matches: (typeof criteria)[number]) =>
    entries.some((entry) => matches(entry.name ?? '', listPossibleLabels(entry)));
  return criteria.length >= 2 && criteria.every(matchesSome) && !matchesSome(createEntryMatcher({ names, labels }));
}
