// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how Flux names a variable

import { describe, expect, it } from 'vitest';
import { substituteVariables } from '../../src/discover/flux/substitute.ts';
import type { Repository } from '../../src/discover/format.ts';
import { KUBERNETES } from '../../src/discover/formats/kubernetes.ts';

const VARIABLES = new Map(Object.entries({ a: 'shop.Acme.dev', B_1: 'x', e: '', s: 'Edge/b' }));

describe('substituteVariables gives what envsubst of Flux gives', () => {
  it.each([
    ['${a}', 'shop.Acme.dev'],
    ['x.${B_1}.${a}y', 'x.x.shop.Acme.devy'],
    ['${e}${e:=d}${e:-d}${e=d}', 'ddd'],
    ['${u:=d.dev}', 'd.dev'],
    ['${u=d}', 'd'],
    ['${u:-d}', 'd'],
    ['${u:=}', ''],
    ['${a:=d}', 'shop.Acme.dev'],
    ['${u:=${B_1}.dev}', 'x.dev'],
    ['${u:=${v:=y}.${B_1}}', 'y.x'],
    ['${a^^} ${a,,} ${a^} ${s,}', 'SHOP.ACME.DEV shop.acme.dev Shop.Acme.dev edge/b'],
    ['${a:5} ${a:5:4} ${a:99}', 'Acme.dev Acme '],
    [
      '${a/./-} ${a//./-} ${a/#shop/x} ${a/%dev/com} ${a/zz/y}',
      'shop-Acme.dev shop-Acme-dev x.Acme.dev shop.Acme.com shop.Acme.dev',
    ],
    ['${a/#zz/x} ${a/%zz/x} ${a/shop./}', 'shop.Acme.dev shop.Acme.dev Acme.dev'],
    ['$a $${a}', '$a $${a}'],
    ['${a}}', 'shop.Acme.dev}'],
  ])('%s', (text, expected) => {
    expect(substituteVariables(text, VARIABLES)).toBe(expected);
  });
});

describe('substituteVariables keeps', () => {
  it.each([
    ['variables without a value', '${u}.x ${u:5} ${u^^}'],
    ['defaults without a value', '${u:=x.${v}}'],
    ['functions that it does not know', '${a#*.} ${a##*.} ${a%.*} ${#a} ${a:?} ${a:+b} ${a//\\//-} ${a-d}'],
    ['text that is not closed', '${a ${'],
    ['expressions over several lines', '${a:=\n}'],
    ['values that are not hosts', '${long}'],
  ])('%s', (_, text) => {
    expect(substituteVariables(text, new Map([...VARIABLES, ['long', 'x'.repeat(1000)]]))).toBe(text);
  });
});

const kustomization = (name: string, spec: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
const configMap = (domain: string) => `kind: ConfigMap\nmetadata: { name: vars }\ndata: { DOMAIN: "${domain}" }\n`;
const route = (...hosts: string[]) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec: { hostnames: [${hosts.map((host) => `"${host}"`).join()}] }\n`;

/** Lists the hosts of app/route.yaml, and what is unresolved there. */
function read(files: Record<string, string>, variables: Record<string, string> = {}): string[] {
  const repository: Repository = {
    paths: Object.keys(files).sort(),
    variables: new Map(Object.entries(variables)),
    readText: (file) => files[file] ?? null,
  };
  const file = { path: 'app/route.yaml', text: files['app/route.yaml'] ?? '' };
  return Array.from(KUBERNETES.read(file, repository), (one) =>
    one.kind === 'host' ? one.host : one.kind === 'unresolved' ? `? ${one.expression}` : one.kind,
  );
}

const FROM = '{ path: app, postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }] } }';
const ROUTE = { 'app/route.yaml': route('a.${DOMAIN}') };

describe('variables of Flux', () => {
  it('have the values of the manifest if the repository has none', () => {
    expect(read(ROUTE, { DOMAIN: 'manual.dev' })).toEqual(['a.manual.dev']);
    const files = { ...ROUTE, 'ks.yaml': kustomization('a', FROM), 'vars.yaml': configMap('own.dev') };
    expect(read(files, { DOMAIN: 'manual.dev' })).toEqual(['a.own.dev']);
    const encrypted = { ...files, 'vars.yaml': configMap('ENC[AES256_GCM]') };
    expect(read(encrypted)).toEqual(['? a.${DOMAIN}']);
    expect(read(encrypted, { DOMAIN: 'manual.dev' })).toEqual(['a.manual.dev']);
  });

  it('are texts: other values of a ConfigMap or Kustomization are skipped', () => {
    const files = {
      ...ROUTE,
      'ks.yaml': kustomization('a', FROM),
      'vars.yaml': `${configMap('a.dev').replace(' }\n', ', OTHER: { a: b }, LIST: [a] }\n')}`,
    };
    expect(read(files)).toEqual(['a.a.dev']);
    const spec = (substitute: string) => `{ path: app, postBuild: { substitute: ${substitute} } }`;
    expect(read({ ...ROUTE, 'ks.yaml': kustomization('a', spec('{ DOMAIN: a.dev, OTHER: [a] }')) })).toEqual([
      'a.a.dev',
    ]);
    expect(read({ ...ROUTE, 'ks.yaml': kustomization('a', spec('DOMAIN')) })).toEqual(['? a.${DOMAIN}']);
    expect(read({ ...ROUTE, 'ks.yaml': kustomization('a', spec('[DOMAIN]')) })).toEqual(['? a.${DOMAIN}']);
  });

  it('are found only in Kustomizations of Flux', () => {
    const spec = '{ path: app, postBuild: { substitute: { DOMAIN: a.dev } } }';
    const own = kustomization('a', spec);
    for (const [right, wrong] of [
      ['kind: Kustomization', 'kind: Other # Kustomization'],
      ['kustomize.toolkit.fluxcd.io', 'kustomize.config.k8s.io'],
      ['v1\n', 'v1\n# Kustomization\nother: '],
    ] as const)
      expect(read({ ...ROUTE, 'ks.yaml': own.replace(right, wrong) })).toEqual(['? a.${DOMAIN}']);
    expect(read({ ...ROUTE, 'ks.json': own })).toEqual(['? a.${DOMAIN}']);
  });

  it.each([
    ['without a target', '', 'b.dev'],
    ['with a target of the kind', 'target: { kind: Kustomization }', 'b.dev'],
    ['with a target of the name', 'target: { name: inner }', 'b.dev'],
    ['with a target of another name', 'target: { name: other }', 'a.dev'],
    ['with a target of another kind', 'target: { kind: HelmRelease }', 'a.dev'],
  ])('are those of a patch %s', (_, target, domain) => {
    const inner = kustomization('inner', '{ path: app, postBuild: { substitute: { DOMAIN: a.dev } } }');
    const patch = kustomization('inner', '{ postBuild: { substitute: { DOMAIN: b.dev } } }').replaceAll(
      '\n',
      '\n        ',
    );
    const outer = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: outer }\nspec:\n  path: apps\n  patches:\n    - patch: |\n        ${patch}\n      ${target}\n`;
    expect(read({ ...ROUTE, 'apps/inner.yaml': inner, 'outer.yaml': outer })).toEqual([`a.${domain}`]);
  });

  it('precede their default', () => {
    expect(read({ 'app/route.yaml': route('a.${DOMAIN:=default.dev}') }, { DOMAIN: 'manual.dev' })).toEqual([
      'a.manual.dev',
    ]);
    expect(read({ 'app/route.yaml': route('a.${DOMAIN:=default.dev}') })).toEqual(['a.default.dev']);
  });

  it('can contain other variables', () => {
    const files = {
      ...ROUTE,
      'ks.yaml': kustomization('a', '{ path: app, postBuild: { substitute: { DOMAIN: "x.${SECRET}" } } }'),
    };
    expect(read(files, { SECRET: 'secret.dev' })).toEqual(['a.x.secret.dev']);
    expect(read(files)).toEqual(['? a.${DOMAIN}']);
  });

  it('have the inline value before that of a ConfigMap, and that of the last ConfigMap', () => {
    const spec =
      '{ path: app, postBuild: { substitute: { DOMAIN: inline.dev }, substituteFrom: [{ kind: ConfigMap, name: vars }] } }';
    const files = { ...ROUTE, 'vars.yaml': configMap('map.dev') };
    expect(read({ ...files, 'ks.yaml': kustomization('a', spec) })).toEqual(['a.inline.dev']);
    const two =
      '{ path: app, postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }, { kind: Secret, name: vars }] } }';
    const secret = `kind: Secret\nmetadata: { name: vars }\ndata: { DOMAIN: ${Buffer.from('secret.dev').toString('base64')} }\n`;
    expect(read({ ...files, 'ks.yaml': kustomization('a', two), 's.yaml': secret })).toEqual(['a.secret.dev']);
  });

  it('have the values of the nearest ConfigMap, and none if several are equally near', () => {
    const files = { ...ROUTE, 'clusters/a/ks.yaml': kustomization('a', FROM) };
    const [own, other] = [configMap('a.dev'), configMap('b.dev')];
    expect(read({ ...files, 'clusters/a/vars.yaml': own, 'clusters/b/vars.yaml': other })).toEqual(['a.a.dev']);
    expect(read({ ...files, 'x/vars.yaml': own, 'y/vars.yaml': other })).toEqual(['? a.${DOMAIN}']);
    expect(read({ ...files, 'x/vars.yaml': own, 'y/vars.yaml': own })).toEqual(['a.a.dev']);
  });

  it('need a build with the file', () => {
    const files = { ...ROUTE, 'ks.yaml': kustomization('a', FROM), 'vars.yaml': configMap('a.dev') };
    expect(read({ ...files, 'app/kustomization.yaml': 'resources: [other.yaml]\n' })).toEqual(['? a.${DOMAIN}']);
    expect(
      read({ ...files, 'app/kustomization.yaml': 'resources: [https://x.dev/y, ../../../z, route.yaml]\n' }),
    ).toEqual(['a.a.dev']);
  });

  it('end with Kustomizations that apply each other', () => {
    const spec = '{ path: ./, postBuild: { substitute: { DOMAIN: a.dev } } }';
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`k${index}.yaml`, kustomization(`k${index}`, spec)]),
    );
    expect(read({ ...ROUTE, ...files })).toEqual(['a.a.dev']);
  });

  it('have at most 20 sets of values in one file', () => {
    const clusters = Array.from({ length: 30 }, (_, index) => [
      `k${index}.yaml`,
      kustomization('a', `{ path: app, postBuild: { substitute: { DOMAIN: d${index}.dev } } }`),
    ]);
    expect(read({ ...ROUTE, ...Object.fromEntries(clusters) })).toHaveLength(20);
  });
});

it.each([
  '<< inputs.id >>.a.dev',
  '[[ .id ]].a.dev',
  '((id)).a.dev',
  '#{Id}#.a.dev',
  '%ID_A%.a.dev',
  'a.<domain>',
  '@ID@.a.dev',
])('%s is unresolved', (host) => {
  expect(read({ 'app/route.yaml': route(host) })).toEqual([`? ${host}`]);
});
