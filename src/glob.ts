import picomatch from 'picomatch';

/** A test for names (of entries, events) against globs such as `shop-*` or `certificate.*`; none matches nothing. */
export function globMatcher(globs: readonly string[]): (name: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true, nonegate: true, noextglob: true });
}
