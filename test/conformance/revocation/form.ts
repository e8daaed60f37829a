/** What arrives instead of a message, and times. */

import { pem } from '../../helpers/certificates.ts';
import { NOW } from '../../helpers/paths.ts';
import type { Form } from './cases.ts';

const MINUTE = 60_000;

/** Returns the time in milliseconds that is this many minutes from now. */
export const computeTime = (minutes: number) => NOW + minutes * MINUTE;

/** Returns what arrives for a message; null: nothing does. */
export function deform(message: Buffer, form: Form, label: string): Buffer | null {
  switch (form) {
    case 'whole':
      return message;
    case 'unreachable':
      return null;
    case 'empty':
      return Buffer.alloc(0);
    case 'page':
      return Buffer.from('<!DOCTYPE html>\n<title>Log in</title>\n');
    case 'cut':
      return message.subarray(0, message.length - 7);
    case 'pem':
      return Buffer.from(pem(message, label));
    case 'followed':
      return Buffer.concat([message, Buffer.from([0])]);
  }
}
