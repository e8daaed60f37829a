/** Values of a context that plain data cannot express. */

import { Choice, type Value } from './values.ts';

/** A text that also has members, like a choice field of Django: `status`, `status.value` and `status.label`. */
export function createChoice(text: string, members: Readonly<Record<string, string>>): object {
  return new Choice(text, members);
}

/** A copy of `record` that also has members under these names. They can be read, but are neither listed nor printed. */
export function addAliases<T extends object, A extends object>(record: T, aliases: A): T & A {
  const copy = { ...record };
  for (const [name, value] of Object.entries(aliases) as [string, Value][]) {
    Object.defineProperty(copy, name, { value, enumerable: false });
  }
  return copy as T & A;
}
