/** `certvigil completion` */

import type { Io } from '../../lib/io.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { type CommandOptions, SHELLS } from '../command-specs.ts';
import { renderBash } from '../completion/bash.ts';
import { listCompletedCommands, type Shell } from '../completion/commands.ts';
import { renderFish } from '../completion/fish.ts';
import { renderZsh } from '../completion/zsh.ts';

const RENDERERS = { bash: renderBash, zsh: renderZsh, fish: renderFish } satisfies Record<Shell, unknown>;

/** Prints the completion script of a shell. */
export async function runCompletionCommand({ shells }: CommandOptions<'completion'>, io: Io): Promise<number> {
  const shell = parseChoice<Shell>('completion', shells[0] ?? '', SHELLS);
  io.stdout(RENDERERS[shell](listCompletedCommands()));
  return 0;
}
