/** Files of every format, whole, concatenated and damaged: all that others read is read, or reported. */

import { listFileLocations } from '../../../src/certificate/decode-file.ts';
import type { Suite } from '../suite.ts';
import { formatReading, nameItem } from './answers.ts';
import { cases, type FileCase } from './cases.ts';
import { CONTENTS_ORACLE } from './contents.ts';
import { differences } from './differences.ts';
import { makeFile } from './files.ts';
import { openJava } from './java.ts';
import { createWriter, openCerttool, openNss, openOpenssl } from './programs.ts';
import { openPython } from './python.ts';

const PYTHON = [
  '/usr/bin/python3',
  '/usr/lib/python3/dist-packages/cryptography',
  '/usr/lib/python3/dist-packages/yaml',
];

export const FORMATS: Suite<FileCase> = {
  room: 'formats',
  drawn:
    'PEM, DER, PKCS#7, PKCS#12, keystores of Java, CRLs, provisioning profiles, resources of Kubernetes, kubeconfig, SAML metadata and JWKS, with other line breaks, labels, comments and encodings, one after another, and truncated or changed anywhere',
  programs: ['openssl', 'certtool', 'pk12util', 'certutil', 'java', 'javac', ...PYTHON],
  batch: 60,
  cases,
  answer: (one) => {
    const found = listFileLocations('file', { bytes: makeFile(one), password: one.password });
    const items = found.flatMap((location) => location.items);
    const reports = found.some(({ failure, notice }) => failure !== null || notice?.code === 'file-bytes-unread');
    return formatReading(
      items.map(({ fingerprint }) => nameItem(fingerprint)),
      reports,
    );
  },
  open: async (
    [openssl = '', certtool = '', pk12util = '', certutil = '', java = '', javac = '', python = ''],
    directory,
  ) => {
    const write = createWriter(directory);
    const { oracle, close } = await openJava([java, javac], write, directory);
    const others = [
      openOpenssl(openssl, write),
      openCerttool(certtool, write),
      openNss([pk12util, certutil], write, directory),
      openPython(python),
    ];
    return { oracles: [CONTENTS_ORACLE, ...(await Promise.all(others)), oracle], close };
  },
  differences,
};
