import type { Parts } from './parts.ts';
import { childOf, isText, itemsOf } from './tree.ts';

/** Matching of names; the library behind it is loaded only for a manifest that has globs of names. */
export interface Globs {
  matcher: (globs: readonly string[]) => (name: string) => boolean;
}

export function isGlob(text: string): boolean {
  return /[*?[\]{}()!]/.test(text);
}

export async function globsFor({ rules, silences, policies }: Parts): Promise<Globs> {
  const texts = [...[...rules, ...policies].map(({ node }) => node), ...silences].flatMap((node) => [
    ...itemsOf(childOf(node, 'events')),
    ...itemsOf(childOf(childOf(node, 'match'), 'names')),
  ]);
  if (!texts.some((node) => isText(node) && isGlob(node.value))) {
    return { matcher: (names) => (name) => names.includes(name) };
  }
  const { globMatcher } = await import('../glob.ts');
  return { matcher: globMatcher };
}
