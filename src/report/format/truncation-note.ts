import { count } from './labels.ts';
import { wrap } from './terminal-text.ts';

/** Says that a list was cut to so many, and where the rest is; nothing where it was not. */
export function more(total: number, shown: number, columns: number): string[] {
  if (total <= shown) return [];
  return wrap(`and ${count(total - shown, 'more', 'more')} (--format json shows all)`, columns, '  ');
}
