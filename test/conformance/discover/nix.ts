/** NixOS configurations, without the module system: `nix-instantiate` evaluates their virtual hosts. */

import path from 'node:path';
import fc from 'fast-check';
import { NIX } from '../../../src/discover/formats/nix.ts';
import { runProgram } from '../../real/harness.ts';
import { formatHosts, type Program, readFiles, writeFiles } from './program.ts';

/** Ways to write the name `LABEL.example.com`, each with the bindings and options below. */
const NAMES: ((label: string) => string)[] = [
  (label) => `"${label}.example.com"`,
  (label) => `"${label}.\${domain}"`,
  (label) => `\${"${label}." + domain}`,
  (label) => `\${"${label}" + ("." + names.top)}`,
  (label) => `"\${"${label}"}.\${names.deep.base}"`,
  (label) => `"${label}.\${config.networking.domain}"`,
  (label) => `\${''${label}.\${cfg.domain}''}`,
  (label) => `\${let own = "${label}"; in "\${own}.\${domain}"}`,
  (label) => `"${label}.\${(rec { a = b; b = domain; }).a}"`,
  (label) => `"${label}.\${lib.mkDefault domain}"`,
  (label) => `\${(names // { own = "${label}.\${names.top}"; }).own}`,
  (label) => `"${label}.\${inherited.domain}"`,
  (label) => `"${label}.\${/* } " */ domain # } "\n}"`,
];

/** Ways to set TLS, with whether it is on. */
const VALUES: [value: (aliases: string) => string, isOn: boolean][] = [
  [(aliases) => `{ forceSSL = true; serverAliases = ${aliases}; }`, true],
  [
    (aliases) => `{ serverAliases = ${aliases}; locations."/".extraConfig = ''a "b" ''\${c} '''d''' { $x } # ''; }`,
    false,
  ],
  [(aliases) => `withTls { serverAliases = ${aliases}; }`, true],
  [(aliases) => `lib.mkIf (cfg.enable && true) ({ serverAliases = ${aliases}; } // tls)`, true],
  [(aliases) => `with lib; { inherit (tls) forceSSL; serverAliases = lib.mkForce ${aliases}; }`, true],
  [(aliases) => `proxy 8080 // { serverAliases = ${aliases}; }`, true],
  [(aliases) => `let tls = { }; in rec { serverAliases = ${aliases}; root = "/x\\"{\\\${a}" + "$\${"; } // tls`, false],
];

const writeBindings = (hosts: [string, string][]) => hosts.map(([name, value]) => `${name} = ${value};`).join('\n  ');

/** Ways to place virtual hosts, each a name and a value. */
const PLACES: ((hosts: [string, string][]) => string)[] = [
  (hosts) => hosts.map(([name, value]) => `services.nginx.virtualHosts.${name} = ${value};`).join('\n  '),
  (hosts) => `services.nginx.virtualHosts = { ${writeBindings(hosts)} };`,
  (hosts) => `services = { nginx.virtualHosts = lib.mkForce ({ ${writeBindings(hosts)} }); };`,
];

interface Host {
  name: number;
  value: number;
  aliases: number[];
}

const host: fc.Arbitrary<Host> = fc.record({
  name: fc.nat(NAMES.length - 1),
  value: fc.nat(VALUES.length - 1),
  aliases: fc.array(fc.nat(NAMES.length - 1), { maxLength: 3 }),
});
interface Configuration {
  place: number;
  hosts: Host[];
}
const configuration: fc.Arbitrary<Configuration> = fc.record({
  place: fc.nat(PLACES.length - 1),
  hosts: fc.oneof(
    { arbitrary: fc.array(host, { maxLength: 6 }), weight: 9 },
    { arbitrary: fc.constant<Host[]>([]), weight: 1 },
  ),
});

/** An alias as an item of a list: a text as it is, and `${…}` in parentheses. */
const asItem = (name: string): string => (name.startsWith('${') ? `(${name.slice(2, -1)})` : name);

function write({ place, hosts }: Configuration): string {
  const written = hosts.map(({ name, value, aliases }, at): [string, string] => {
    const items = aliases.map((one, index) => asItem(NAMES[one]?.(`alias${at}-${index}`) ?? ''));
    return [NAMES[name]?.(`host${at}`) ?? '', VALUES[value]?.[0](`[ ${items.join(' ')} ]`) ?? ''];
  });
  return `{ config, lib, pkgs ? null, ... }@args:
let
  domain = "example.com"; # "
  names = rec { top = deep.base; deep.base = domain; };
  inherited = { inherit domain; };
  tls.forceSSL = true;
  withTls = host: host // { forceSSL = true; };
  proxy = port: withTls { locations."/".proxyPass = "http://127.0.0.1:\${toString port}"; };
  cfg = config.services.wiki;
in {
  networking.domain = domain;
  /* services.nginx.virtualHosts."commented.example.com" = { }; **/
  services.wiki = { enable = true; domain = "example.com"; };
  ${PLACES[place]?.(written) ?? ''}
}`;
}

const EVALUATE = `files: map (file:
  let
    lib = { mkDefault = x: x; mkForce = x: x; mkIf = condition: x: assert condition; x; };
    result = import file { inherit lib; config = result; };
    hosts = result.services.nginx.virtualHosts or { };
    list = name: let host = hosts.\${name}; in
      map (one: one + (if host.forceSSL or false then ":443" else "")) ([ name ] ++ host.serverAliases);
  in builtins.concatMap list (builtins.attrNames hosts)) files`;

export const NIX_HOSTS: Program<Configuration> = {
  name: 'nix-instantiate',
  cases: configuration,
  answer: (one) =>
    formatHosts(
      readFiles(NIX, { 'web.nix': write(one) }).flatMap((mention) =>
        mention.kind === 'host' ? [`${mention.host}${mention.confidence === 'declared' ? ':443' : ''}`] : [],
      ),
    ),
  differences: [],
  open: async (program, directory) => {
    const version = (await runProgram(program, ['--version'])).toString().trim();
    const ask = async (all: readonly Configuration[]) => {
      writeFiles(directory, Object.fromEntries(all.map((one, at) => [`${at}.nix`, write(one)])));
      const files = all.map((_, at) => path.join(directory, `${at}.nix`));
      const expression = `(${EVALUATE}) [ ${files.join(' ')} ]`;
      const env = { HOME: directory, NIX_STATE_DIR: directory };
      const evaluated = await runProgram(program, ['--eval', '--strict', '--json', '--expr', expression], { env });
      const hosts = JSON.parse(evaluated.toString()) as string[][];
      return hosts.map((listed) => formatHosts(listed));
    };
    return { name: version, ask };
  },
};
