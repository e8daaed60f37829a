/** Hostnames and certificates with names of every kind, matched by five other implementations. */

import { toAsciiHost } from '../../../src/lib/host-port.ts';
import { validateTrust } from '../../helpers/paths.ts';
import type { Suite } from '../suite.ts';
import { ACCEPTED, REJECTED } from './answers.ts';
import { cases, type NamesCase } from './cases.ts';
import { createPresented } from './certificates.ts';
import { openCurl } from './curl.ts';
import { differences } from './differences.ts';
import { openGo, openNode, openOpenssl, openPython } from './oracles.ts';

export const NAMES: Suite<NamesCase> = {
  room: 'names',
  drawn:
    'hosts and addresses, and certificates whose names are like them: wildcards anywhere, internationalized names, underscores, dots, addresses as names, and none at all',
  programs: ['openssl', 'go', '/usr/bin/python3', 'curl'],
  batch: 100,
  cases,
  answer: async (one) => {
    const { leaf, root } = await createPresented(one);
    const { trusted } = validateTrust([leaf], [root], { host: toAsciiHost(one.host) });
    return trusted === true ? ACCEPTED : REJECTED;
  },
  open: async ([openssl = '', go = '', python = '', curl = ''], directory) => {
    const { oracle, close } = await openGo(go, directory);
    const others = [openOpenssl(openssl, directory), openPython(python), openCurl(curl, directory)];
    return { oracles: [...(await Promise.all(others)), oracle, openNode()], close };
  },
  differences,
};
