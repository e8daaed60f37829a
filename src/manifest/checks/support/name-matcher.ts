import { globMatcher, isGlob } from '../../../lib/files/glob.ts';
import type { Parts } from '../../sections.ts';
import { childOf, isText, itemsOf } from '../../yaml/node.ts';

/** Matching of names. */
export interface Globs {
  matcher: (globs: readonly string[]) => (name: string) => boolean;
}

export function globsFor({ rules, silences, policies }: Parts): Globs {
  const texts = [...[...rules, ...policies].map(({ node }) => node), ...silences].flatMap((node) => [
    ...itemsOf(childOf(node, 'events')),
    ...itemsOf(childOf(childOf(node, 'match'), 'names')),
  ]);
  if (!texts.some((node) => isText(node) && isGlob(node.value))) {
    return { matcher: (names) => (name) => names.includes(name) };
  }
  return { matcher: globMatcher };
}
