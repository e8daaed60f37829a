import { createGlobMatcher, isGlob } from '../../../lib/files/glob.ts';
import type { ManifestSections } from '../../sections.ts';
import { getChild, isText, listItems } from '../../yaml/node.ts';

/** Matching of names. */
export interface NameMatchers {
  matcher: (globs: readonly string[]) => (name: string) => boolean;
}

export function selectNameMatcher({ rules, silences, policies }: ManifestSections): NameMatchers {
  const texts = [...[...rules, ...policies].map(({ node }) => node), ...silences].flatMap((node) => [
    ...listItems(getChild(node, 'events')),
    ...listItems(getChild(getChild(node, 'match'), 'names')),
  ]);
  if (!texts.some((node) => isText(node) && isGlob(node.value))) {
    return { matcher: (names) => (name) => names.includes(name) };
  }
  return { matcher: createGlobMatcher };
}
