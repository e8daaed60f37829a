/** Renders the notes of `certvigil init --ghes` about GitHub Enterprise Server: its requirements, and its missing features. */

import { wrapAfter } from '../../report/format/terminal-text.ts';
import type { PlannedFile } from './write-files.ts';

/** Renders the notes. `files`: the workflows, whose actions the server must have. */
export function renderServerNotes(files: readonly PlannedFile[], columns: number): string {
  const uses = files.flatMap(({ text }) => [
    ...text.matchAll(/uses: (actions\/[a-z-]{1,50})@[0-9a-f]{40} # (\S{1,50})$/gm),
  ]);
  const actions = [...new Set(uses.map(([, name, version]) => `${name} ${version}`))].sort();
  const notes = [
    `Without GitHub Connect, mirror these actions with their tags: ${actions.join(', ')}`,
    'Register a runner with the label self-hosted, version 2.327.1 or newer, for Node.js 24',
    'If the server uses a private CA, set NODE_EXTRA_CA_CERTS on the runner',
    'It has no artifacts of version 4: reports and observations use version 3, and the reusable workflow of this project does not run there',
  ];
  return `\nOn GitHub Enterprise Server:\n${notes.map((note) => wrapAfter('  - ', note, columns)).join('')}`;
}
