/** What is written of those who are asked when certificates are to be renewed. */
import { ACME_DIRECTORIES, directoryProblem } from '../acme.ts';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import type { Parts } from './parts.ts';
import { childOf, isText } from './tree.ts';

export function checkAcme({ defaults, entries }: Parts): Diagnostic[] {
  return [defaults, ...entries.map(({ own }) => own)].flatMap((owner) => {
    const node = childOf(childOf(owner, 'acme'), 'directory');
    if (!isText(node) || node.value === '') return [];
    const problem = directoryProblem(node.value);
    if (problem === null) return [];
    // A line that holds a password is not shown.
    const { source, ...where } = whereIs(node);
    const at = problem === 'credentials' ? where : { ...where, source };
    return [diagnostic('bad-acme-directory', at, node.value, problem, Object.keys(ACME_DIRECTORIES))];
  });
}
