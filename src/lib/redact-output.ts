import type { Io } from './io.ts';
import { createSecretMasker } from './secret-references.ts';

/**
 * The second net of contract section 1: an Io in which the values of the variables that it was told to conceal get
 * into no text, whoever prints it, and even where it is the report of a bug.
 */
export function createRedactingIo(io: Omit<Io, 'conceal' | 'mask'>): Io {
  const concealed = new Set<string>();
  let mask = (text: string) => text;
  return {
    ...io,
    stdout: (text) => io.stdout(mask(text)),
    stderr: (text) => io.stderr(mask(text)),
    mask: (text) => mask(text),
    conceal: (variables) => {
      for (const variable of variables) concealed.add(variable);
      mask = createSecretMasker(concealed, io.env);
    },
  };
}
