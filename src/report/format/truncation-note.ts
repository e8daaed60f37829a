import { formatCount } from './labels.ts';
import { wrapText } from './terminal-text.ts';

/** Says that a list was cut to so many, and where the rest is; nothing where it was not. */
export function noteTruncation(total: number, shown: number, columns: number): string[] {
  if (total <= shown) return [];
  return wrapText(`and ${formatCount(total - shown, 'more', 'more')} (--format json shows all)`, columns, '  ');
}
