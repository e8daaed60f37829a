/** Checks until when entries are disabled, and that there is a reason. */

import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { isEnabled, type ManifestSections } from '../sections.ts';
import { getChild, getField } from '../yaml/node.ts';
import { checkEnd } from './silences.ts';

/** `now` is in milliseconds. */
export function checkDisabled({ entries }: ManifestSections, now: number): Diagnostic[] {
  return entries.flatMap(({ own }) => {
    const field = getField(own, 'disabled_until');
    if (field === undefined) return [];
    if (!isEnabled({ node: own })) return [createDiagnostic('disabled-twice', field.key)];
    const hasReason = getChild(own, 'disabled_reason') !== undefined;
    return [
      ...(hasReason ? [] : [createDiagnostic('disabled-without-reason', field.key)]),
      ...checkEnd(field.node, now, { passed: 'disabled-until-passed', tooLong: 'disabled-too-long' }),
    ];
  });
}
