import { describe, expect, it } from 'vitest';
import { NIX } from '../../../src/discover/formats/nix.ts';

const read = (text: string) => [...NIX.read({ path: 'web.nix', text }, { paths: [], readText: () => null })];

describe('a Nix file', () => {
  const packages = 'a = 1;\n'.repeat(150_000);

  it('of more than 1 MB is counted if it has virtual hosts', () => {
    expect(read(`{ ${packages} services.nginx.virtualHosts."a.example.com" = { }; }`)).toEqual([
      { kind: 'unresolved', expression: 'a Nix file of more than 1 MB', line: 1 },
    ]);
    expect(read(`{ ${packages} }`)).toEqual([]);
  });

  it('whose names refer to each other without end has no hosts', () => {
    const text = `{ services.nginx.virtualHosts = let a = b; b = a // a; c = c + c; in { \${a} = b; \${c}.forceSSL = true; }; }`;
    expect(read(text)).toEqual([expect.objectContaining({ kind: 'unresolved', line: 1 })]);
  });

  const TLS = '{ forceSSL = true; }';
  const host = (name: string, line = 1) => ({ kind: 'host', host: name, port: null, line, confidence: 'declared' });

  it('names the hosts of a set that an option takes by name', () => {
    const text = `let sites = { "a.example.com" = ${TLS}; }; in { services.nginx.virtualHosts = sites; }`;
    expect(read(text)).toEqual([host('a.example.com')]);
    expect(read(`let sites = { "a.example.com" = ${TLS}; }; in { services.nginx.other = sites; }`)).toEqual([]);
  });

  it('takes `certs` only for those of ACME', () => {
    expect(read('{ security.acme.certs."a.example.com" = { }; }')).toEqual([host('a.example.com')]);
    expect(read('{ services.acmebox.certs."a.example.com" = { }; }')).toEqual([]);
  });

  it('does not take the declaration of an option for a host', () => {
    const text = `{ options.services.nginx.virtualHosts."a.example.com" = ${TLS}; }`;
    expect(read(text)).toEqual([]);
  });

  it('reads the attributes of a host, and not those of its locations', () => {
    const text = (attribute: string) =>
      `{ services.nginx.virtualHosts."a.example.com" = { serverAliases = [ "b.example.com" ]; ${attribute} }; }`;
    const [a, b] = ['a.example.com', 'b.example.com'];
    expect(read(text('forceSSL = true;'))).toEqual([host(a), host(b)]);
    expect(read(text('locations.forceSSL = true;'))).toEqual([
      { ...host(a), confidence: 'dns' },
      { ...host(b), confidence: 'dns' },
    ]);
  });

  it('counts hosts that a function computes', () => {
    expect(read('{ services.nginx.virtualHosts = mapAttrs create sites; }')).toEqual([]);
    expect(read('{ services.nginx.virtualHosts = create sites; }')).toMatchObject([{ kind: 'unresolved', line: 1 }]);
    expect(read('{ services.nginx.virtualHosts = mkMerge [ (create sites) ]; }')).toMatchObject([
      { kind: 'unresolved', line: 1 },
    ]);
  });
});

describe('a site of Caddy in Nix', () => {
  const hosts = (text: string) =>
    read(text).map((one) => (one.kind === 'host' ? `${one.line} ${one.host} ${one.confidence}` : one.kind));
  const site = (attributes: string) => `{\n services.caddy.virtualHosts."a.example.com" = {\n${attributes}\n };\n}`;

  it('has the names of its attributes, as addresses of a Caddyfile', () => {
    expect(hosts(site(''))).toEqual(['2 a.example.com declared']);
    expect(hosts(site('serverAliases = [ "b.example.com" ];'))).toEqual([
      '2 a.example.com declared',
      '3 b.example.com declared',
    ]);
    expect(hosts(site('hostName = "c.example.com";'))).toEqual(['3 c.example.com declared']);
  });

  it('takes the configuration of the site from `extraConfig`, and from no other attribute', () => {
    const off = "''\n}\nother.example.com {\n''";
    expect(hosts(site(`extraConfig = ${off};`))).toContain('5 other.example.com declared');
    expect(hosts(site(`logFormat = ${off};`))).toEqual(['2 a.example.com declared']);
  });
});

it('attributes of one set in several assignments in Nix are one set', () => {
  const text = (name: string) =>
    `{ services.nginx.virtualHosts."x" = { serverName = (let s.a = "a.example.com";\n s.b = "b.example.com"; in s).${name}; forceSSL = true; }; }`;
  for (const name of ['a', 'b'])
    expect(read(text(name))).toMatchObject([{ kind: 'host', host: `${name}.example.com` }]);
});

describe('the TLS settings of a Nix file', () => {
  const TLS = '{ forceSSL = true; }';

  it('follows names of sets, up to a depth', () => {
    const sets = (count: number) =>
      Array.from({ length: count }, (_, at) => `s${at} = ${at === count - 1 ? TLS : `s${at + 1} // { }`};`).join(' ');
    const readConfidence = (count: number) =>
      read(`let ${sets(count)} in { services.nginx.virtualHosts."a.example.com" = s0 // { }; }`).map((one) =>
        one.kind === 'host' ? one.confidence : one.kind,
      );
    expect([1, 4, 5, 7].map(readConfidence)).toEqual([['declared'], ['declared'], ['dns'], ['dns']]);
  });

  it.each([
    ['config = { forceSSL = true; };', true],
    ['config = { forceSSL = false; };', false],
    ['config = { other = true; };', false],
  ])('has TLS by a module of the repository with %s', (config, isOn) => {
    const readWith = (module: string) => {
      const files: Record<string, string> = { 'module.nix': module, 'binary.nix': '' };
      const repository = {
        paths: ['binary.nix', 'module.nix', 'web.nix'],
        readText: (path: string) => files[path] ?? null,
      };
      const text = '{ services.nginx.virtualHosts."a.example.com" = { }; }';
      return [...NIX.read({ path: 'web.nix', text }, repository)].map((one) =>
        one.kind === 'host' ? one.confidence : one.kind,
      );
    };
    const module = `{ lib, ... }: { options.services.nginx.virtualHosts = lib.mkOption { type = lib.types.submodule { ${config} }; }; }`;
    expect(readWith(module)).toEqual([isOn ? 'declared' : 'dns']);
    expect(readWith(module.replace('submodule', 'other'))).toEqual(['dns']);
    expect(readWith(module.replace('virtualHosts', 'others'))).toEqual(['dns']);
    expect(readWith(module.replace('options', 'config'))).toEqual(['dns']);
  });
});
