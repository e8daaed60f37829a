/** Trust stores and chains at random, verified by five clients now, and by OpenSSL also just before our `effective_valid_to`, and after it. */

import fc from 'fast-check';
import type { Suite } from '../suite.ts';
import { drawTapes, type Tape } from '../tape.ts';
import { answerTape, predict } from './answer.ts';
import { differences } from './differences.ts';
import { openGnutls, openGo, openNode, openOpenssl, openPython } from './oracles.ts';

export const TRUST: Suite<Tape> = {
  room: 'trust',
  drawn:
    'CAs with stale copies, cross-signs, changed keys, missing or wrong identifiers, constraints, path lengths, usages, policies, keys and signatures of every kind; stores and servers that have some of them, in any order',
  programs: ['openssl', 'certtool', 'go', '/usr/bin/python3'],
  batch: 50,
  // Without extreme rolls, which would make each rare fault frequent.
  cases: fc.noBias(drawTapes(500)),
  answer: (tape) => answerTape(tape).answer,
  agrees: (ours, theirs, oracle) => (predict(ours, oracle) ?? theirs) === theirs,
  open: async ([openssl = '', certtool = '', go = '', python = ''], directory) => {
    const opened = await Promise.all([
      openOpenssl(openssl, python),
      openGnutls(certtool, python),
      openGo(go, directory),
      openPython(python),
      openNode(),
    ]);
    return {
      oracles: opened.map(({ oracle }) => oracle),
      close: async () => {
        for (const { close } of opened) await close();
      },
    };
  },
  differences,
};
