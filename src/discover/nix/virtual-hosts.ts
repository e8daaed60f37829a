/** Whether and where a virtual host of nginx or Apache in NixOS uses TLS. */

import { memoizeWeakly } from '../../lib/memoize.ts';
import { isLocalListener } from '../classify-host.ts';
import type { Repository } from '../format.ts';
import {
  evaluateText,
  isName,
  type Located,
  listSettings,
  type NixFile,
  readLiteral,
  readNixFile,
} from './evaluate.ts';
import { evaluateSwitch, listSets, type Site } from './sites.ts';

const SWITCHES = new Set(['forceSSL', 'addSSL', 'onlySSL', 'enableSSL', 'enableACME']);
/** Certificates: any value but `null` turns TLS on. */
const CERTIFICATES = new Set(['useACMEHost', 'sslCertificate', 'sslServerCert']);

/** `candidate`: the file does not say, so that another module may turn TLS on. */
export type Tls = { state: 'on'; ports: (number | null)[] } | { state: 'off' | 'candidate' };

export function findTls({ attributes }: Site, file: NixFile, isOnByDefault: boolean): Tls {
  const listeners = attributes.filter(({ name }) => name === 'listen').flatMap((one) => listSets(one));
  const ports = listeners.flatMap((listener) => readListener(listener, file));
  if (ports.length > 0) return { state: 'on', ports: [...new Set(ports)] };
  const states = attributes.flatMap((attribute) => readState(attribute.name, attribute, file) ?? []);
  if (states.includes('on')) return { state: 'on', ports: [null] };
  if (listeners.length > 0 || (states.length > 0 && states.every((one) => one === 'off'))) return { state: 'off' };
  return isOnByDefault ? { state: 'on', ports: [null] } : { state: 'candidate' };
}

function readState(name: string, value: Located, file: NixFile): 'on' | 'off' | 'unknown' | null {
  const isSwitch = SWITCHES.has(name);
  if (!isSwitch && !CERTIFICATES.has(name)) return null;
  const term = evaluateSwitch(value, file);
  if (isName(term, 'null') || isName(term, 'false')) return 'off';
  return !isSwitch || isName(term, 'true') ? 'on' : 'unknown';
}

/** Reads the port of a listener with TLS; null is 443, or a local listener, which is behind another port. */
function readListener(listener: Located, file: NixFile): (number | null)[] {
  const values = new Map(
    [...listSettings(listener, [], 0)].map((one) => [one.path.map(({ key }) => readLiteral(key)).join('.'), one]),
  );
  const [ssl, address, port] = ['ssl', 'addr', 'port'].map((name) => values.get(name));
  if (ssl === undefined || !isName(evaluateSwitch(ssl, file), 'true')) return [];
  const number = Number(port === undefined ? 443 : (evaluateText(port, file) ?? 443));
  const isLocal = address !== undefined && isLocalListener(`${evaluateText(address, file) ?? ''}:`);
  return [number === 443 || isLocal ? null : number];
}

/** Whether a module of the repository turns TLS on for all virtual hosts, as a default of `options.services.nginx.virtualHosts`. */
export const hasTlsByDefault = memoizeWeakly((repository: Repository): boolean =>
  repository.paths.some((path) => {
    const text = path.endsWith('.nix') ? repository.readText(path) : null;
    if (text === null || !/\bvirtualHosts\b/.test(text) || !/\bsubmodule\b/.test(text)) return false;
    const file = readNixFile(text);
    return file.settings.some(({ path: keys, ...located }) => {
      const names = keys.map(({ key }) => readLiteral(key));
      const isDeclaration = names.includes('options') && names.includes('virtualHosts');
      return isDeclaration && readState(names.at(-1) ?? '', located, file) === 'on';
    });
  }),
);
