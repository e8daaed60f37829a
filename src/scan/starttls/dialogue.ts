/** Dialogues in plain text or bytes: what is sent, which replies are waited for, and how far one is followed. */

import type { Duplex } from 'node:stream';

/**
 * What stands at the head of what was received: how many bytes a reply, or with `more` a part of one, takes. `wrong`
 * is no reply of the protocol; `why` is in our own words.
 */
export type ParsedReply = { length: number; verdict: 'accepted' | 'refused' | 'wrong' | 'more'; why?: string };

/** Looks for a reply; null: it is not whole yet. */
export type ReplyParser = (received: Buffer) => ParsedReply | null;

export interface DialogueStep {
  /** For messages: `greeting`, or the command. */
  name: string;
  /** null: the peer speaks first. */
  send: string | Uint8Array | null;
  /** null: no answer is waited for. */
  reply: ReplyParser | null;
}

export type DialogueOutcome =
  /** `reply` is the last one; `rest` was received after it. */
  | { outcome: 'agreed'; reply: Buffer; rest: Buffer }
  | { outcome: 'refused' | 'wrong' | 'too-long'; step: string; why: string };

/** No honest peer says more before TLS. */
const MAX_DIALOGUE_BYTES = 64 * 1024;

/**
 * Leads a connected stream through the steps, and leaves it paused. Rejects with the stream's error, or with
 * `ECONNRESET` where the peer ends the conversation; the time is bounded by whoever destroys the stream.
 *
 * @param onStep Told of each step as it begins.
 */
export function runDialogue(
  stream: Duplex,
  steps: readonly DialogueStep[],
  onStep: (name: string) => void,
): Promise<DialogueOutcome> {
  const left = [...steps];
  let buffer: Buffer = Buffer.alloc(0);
  let reply: Buffer = Buffer.alloc(0);
  let received = 0;

  /** Sends what can be sent: steps without an answer do not wait. */
  const begin = () => {
    for (let step = left[0]; step !== undefined; step = left[0]) {
      onStep(step.name);
      if (step.send !== null) stream.write(step.send);
      if (step.reply !== null) return;
      left.shift();
    }
  };

  /** Takes whole replies from the buffer; null while the conversation goes on. */
  const advance = (): DialogueOutcome | null => {
    for (let step = left[0]; step?.reply; step = left[0]) {
      const found = step.reply(buffer);
      if (found === null) {
        return received > MAX_DIALOGUE_BYTES ? { outcome: 'too-long', step: step.name, why: '' } : null;
      }
      const { length, verdict, why = '' } = found;
      reply = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      if (verdict === 'more') continue;
      if (verdict !== 'accepted') return { outcome: verdict, step: step.name, why };
      left.shift();
      begin();
    }
    return { outcome: 'agreed', reply, rest: buffer };
  };

  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      received += chunk.length;
      buffer = Buffer.concat([buffer, chunk]);
      const outcome = advance();
      if (outcome === null) return;
      settle();
      resolve(outcome);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const onClose = () => onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const settle = () => {
      stream.pause();
      stream.off('data', onData).off('error', onError).off('end', onClose).off('close', onClose);
    };
    stream.on('data', onData).on('error', onError).on('end', onClose).on('close', onClose);
    stream.resume();
    begin();
  });
}
