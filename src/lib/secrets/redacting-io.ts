/** Keeps secrets out of all output. */

import type { Io } from '../io.ts';
import { createRedactor, type Redact } from './redactor.ts';
import { readVariable } from './references.ts';

/**
 * Creates an Io that prints `***` for the values of registered variables, also in bug reports. This is a second line of defense: messages
 * should not contain secrets in the first place.
 */
export function createRedactingIo(io: Omit<Io, 'registerSecrets' | 'addSecrets' | 'listSecrets' | 'mask'>): Io {
  const registered = new Set<string>();
  const added = new Set<string>();
  const listSecrets = () =>
    [...Array.from(registered, (variable) => readVariable(variable, io.env)), ...added].filter((value) => value !== '');
  let mask: Redact = (text) => text;
  return {
    ...io,
    stdout: (text) => io.stdout(mask(text)),
    stderr: (text) => io.stderr(mask(text)),
    mask: (text) => mask(text),
    registerSecrets: (variables) => {
      for (const variable of variables) registered.add(variable);
      mask = createRedactor(listSecrets());
    },
    addSecrets: (values) => {
      const known = added.size;
      for (const value of values) added.add(value);
      if (added.size > known) mask = createRedactor(listSecrets());
    },
    listSecrets,
  };
}
