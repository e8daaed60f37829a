/** Which certificates a `match` is about, by names and labels. */

import type { EntrySection, ManifestSections } from '../../sections.ts';
import { getChild, getText, isText, listFields, listItems, listOneOrMore, type Node } from '../../yaml/node.ts';
import type { NameMatchers } from './name-matcher.ts';

type Test = (entry: EntrySection) => boolean;

/** What is asked of an entry: one of the names, and each of the labels. */
function createTests(match: Node | undefined, globs: NameMatchers): Test[] {
  const names = listItems(getChild(match, 'names'))
    .filter(isText)
    .flatMap(({ value }) => (value === '' ? [] : [value]));
  const isNamed = globs.matcher(names);
  return [
    ...(names.length === 0 ? [] : [({ name }: EntrySection) => isNamed(name ?? '')]),
    ...listFields(getChild(match, 'labels')).map(([label, { node: values }]): Test => {
      const texts = new Set(listOneOrMore(values).map(getText));
      return ({ node }) => {
        const own = getText(getChild(getChild(node, 'labels'), label));
        return own !== undefined && texts.has(own);
      };
    }),
  ];
}

/** Whether an entry has what is asked for. */
export function createEntryMatcher(match: Node | undefined, globs: NameMatchers): Test {
  const tests = createTests(match, globs);
  return (entry) => tests.every((test) => test(entry));
}

/** Whether each name and label that is asked for stands at some certificate, and all of them at none. */
export function matchesNoEntry(
  match: Node | undefined,
  { entries }: Pick<ManifestSections, 'entries'>,
  globs: NameMatchers,
): boolean {
  const tests = createTests(match, globs);
  if (tests.length < 2 || !tests.every((test) => entries.some(test))) return false;
  return !entries.some((entry) => tests.every((test) => test(entry)));
}
