/** Which certificates a `match` is about, by names and labels. */

import type { EntryPart, Parts } from '../../sections.ts';
import { childOf, fieldsOf, isText, itemsOf, type Node, oneOrMore, textOf } from '../../yaml/node.ts';
import type { Globs } from './name-matcher.ts';

type Test = (entry: EntryPart) => boolean;

/** What is asked of an entry: one of the names, and each of the labels. */
function testsOf(match: Node | undefined, globs: Globs): Test[] {
  const names = itemsOf(childOf(match, 'names'))
    .filter(isText)
    .flatMap(({ value }) => (value === '' ? [] : [value]));
  const isNamed = globs.matcher(names);
  return [
    ...(names.length === 0 ? [] : [({ name }: EntryPart) => isNamed(name ?? '')]),
    ...fieldsOf(childOf(match, 'labels')).map(([label, { node: values }]): Test => {
      const texts = new Set(oneOrMore(values).map(textOf));
      return ({ node }) => {
        const own = textOf(childOf(childOf(node, 'labels'), label));
        return own !== undefined && texts.has(own);
      };
    }),
  ];
}

/** Whether an entry has what is asked for. */
export function reacherOf(match: Node | undefined, globs: Globs): Test {
  const tests = testsOf(match, globs);
  return (entry) => tests.every((test) => test(entry));
}

/** Whether each name and label that is asked for stands at some certificate, and all of them at none. */
export function isNowhereTogether(match: Node | undefined, { entries }: Pick<Parts, 'entries'>, globs: Globs): boolean {
  const tests = testsOf(match, globs);
  if (tests.length < 2 || !tests.every((test) => entries.some(test))) return false;
  return !entries.some((entry) => tests.every((test) => test(entry)));
}
