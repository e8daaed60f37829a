/** Files, directories, keystores, variables, and what is fetched from a URL. */

import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { der } from '../../helpers/certificates.ts';
import { certificateBag, encryptedContent, pkcs12 } from '../../helpers/keystores.ts';
import { leaf } from '../../helpers/paths.ts';
import { alerted, type Happening, noted, nothing, quiet, red, type Way, watch } from '../way.ts';
import type { Page, World } from '../world.ts';

const FILE = watch('- { name: shop, file: certs/shop.pem }');
const GLOB = watch('- { name: shop, file: "certs/*.pem" }');
const UNREACHABLE = alerted('certificate.unreachable shop');

const toPath = (world: World, name: string) => path.join(world.root, name);
const write =
  (to = 300, name = 'shop'): Happening =>
  async (world) =>
    world.writeFile(`certs/${name}.pem`, (await leaf({ subject: `${name}.example.com`, to })).certificate);
const remove = (world: World) => rm(toPath(world, 'certs/shop.pem'));
/** Puts something else in the place of the file. */
const replace =
  (put: (file: string) => unknown): Happening =>
  async (world) => {
    await remove(world);
    await put(toPath(world, 'certs/shop.pem'));
  };
const writeTwo: Happening = async (world) => {
  await write()(world);
  await write(300, 'wiki')(world);
};

/** A file that has no certificate from the second day on: red at once, and an alert a day later. */
const unusable = (title: string, manifest: string, spoil: Happening, code: string): Way => ({
  title: `${title} is red at once`,
  manifest,
  days: { 0: write(), 1: spoil, ...quiet(2, 3) },
  must: { 1: red('unread', code), 2: { ...red('unread', code), ...UNREACHABLE }, 3: red('unread', code) },
});

export const FILES: Way[] = [
  unusable('a deleted file', FILE, remove, 'file-not-found'),
  unusable(
    'a renamed directory',
    GLOB,
    (world) => rename(toPath(world, 'certs'), toPath(world, 'certificates')),
    'glob-no-match',
  ),
  unusable('an emptied file', GLOB, (world) => truncate(toPath(world, 'certs/shop.pem')), 'file-empty'),
  unusable(
    'a file that is cut off',
    FILE,
    (world) => truncate(toPath(world, 'certs/shop.pem'), 300),
    'certificate-truncated',
  ),
  unusable(
    'a file that has become its key',
    GLOB,
    async (world) => world.writeFile('certs/shop.pem', (await leaf()).privateKeyPem),
    'private-key-only',
  ),
  unusable('a file that has become a directory', FILE, replace(mkdir), 'file-is-directory'),
  unusable(
    'a link that leads out of the workspace',
    FILE,
    replace((file) => symlink('/etc/ssl/certs/ca-certificates.crt', file)),
    'link-outside-workspace',
  ),
  unusable(
    'a link to itself',
    FILE,
    replace((file) => symlink('shop.pem', file)),
    'link-loop',
  ),
  unusable(
    'a pipe, for which nobody waits,',
    FILE,
    replace((file) => execFileSync('mkfifo', [file])),
    'file-not-regular',
  ),
  {
    title: 'a glob that never matched is red from the first scan on',
    manifest: watch('- { name: shop, file: "cert/*.pem" }'),
    days: { 0: write(), 1: nothing },
    must: { 0: red('never-read', 'glob-no-match'), 1: { ...red('never-read', 'glob-no-match'), ...UNREACHABLE } },
  },
  {
    title: 'a glob that lost one of two files says so',
    manifest: GLOB,
    days: { 0: writeTwo, 1: remove },
    must: { 1: noted('certs/shop.pem') },
    pending: 'a glob watches what it matches, and a file that is gone was removed',
  },
  {
    title: 'a pipe in the place of one of two files says so',
    manifest: GLOB,
    days: { 0: writeTwo, 1: replace((file) => execFileSync('mkfifo', [file])) },
    must: { 1: noted('certs/shop.pem') },
    pending: 'a glob watches what it matches, and a file that is gone was removed',
  },
  {
    title: 'a file that has an older certificate than yesterday is an alert',
    manifest: FILE,
    days: { 0: write(300), 1: write(200) },
    must: { 1: alerted('certificate.changed shop') },
  },
];

const KEYSTORE = watch(`- { name: shop, file: shop.p12, password: "\${PASSWORD}" }`);
/** A keystore with this password, and the password in the environment if it is the first one. */
const pack =
  (password: string): Happening =>
  async (world) => {
    const { der: bytes } = await leaf({ subject: 'shop.example.com', to: 300 });
    const bags = der(0x30, certificateBag(new Uint8Array(bytes), 'shop'));
    await world.writeFile('shop.p12', pkcs12(encryptedContent(bags, password)));
    world.env.PASSWORD ??= password;
  };
const unset = (name: string) => (world: World) => void delete world.env[name];

/** A source whose secret is missing or wrong from the second day on. */
const locked = (
  title: string,
  manifest: string,
  start: Happening,
  spoil: Happening,
  said = red('variable-unset'),
): Way => ({
  title: `${title} is red at once`,
  manifest,
  days: { 0: start, 1: spoil, ...quiet(2, 3) },
  must: { 1: said, 2: { ...said, ...UNREACHABLE }, 3: said },
});

export const SECRETS: Way[] = [
  locked(
    'a keystore whose password has changed',
    KEYSTORE,
    pack('correct horse'),
    pack('battery staple'),
    red('unread', 'keystore-password-wrong'),
  ),
  locked('a keystore whose variable is no longer set', KEYSTORE, pack('correct horse'), unset('PASSWORD')),
  locked(
    'a variable that held the certificate and is no longer set',
    watch('- { name: shop, env: SHOP_PEM }'),
    async (world) => void Object.assign(world.env, { SHOP_PEM: (await leaf()).certificate }),
    unset('SHOP_PEM'),
  ),
  locked(
    'a URL whose credentials are no longer set',
    watch(`- { name: shop, url: "$WEB/shop.pem", headers: { Authorization: "Bearer \${URL_TOKEN}" } }`),
    async (world) => {
      world.env.URL_TOKEN = 'a token of the test';
      await publish(world);
    },
    unset('URL_TOKEN'),
  ),
];

const LOGIN_PAGE = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' };
const publish = async (world: World) => void world.web.set('/shop.pem', { body: (await leaf()).certificate });

/** A URL that has something else from the second day on: tolerated once, then red and an alert. */
const unfetched = (title: string, page: Page, code: string): Way => ({
  title: `a URL ${title} is red from the second scan on`,
  manifest: watch('- { name: shop, url: "$WEB/shop.pem" }'),
  days: { 0: publish, 1: (world) => void world.web.set('/shop.pem', page), 2: nothing },
  must: { 1: noted('1 of 2 locations was not read in this scan (shop'), 2: { ...red('unread', code), ...UNREACHABLE } },
});

export const URLS: Way[] = [
  unfetched('that is gone', { status: 404 }, 'url-not-found'),
  unfetched('that shows a login page', LOGIN_PAGE, 'url-web-page'),
  unfetched('that leads to a login page', { status: 302, headers: { location: '/login' } }, 'url-not-found'),
  unfetched('whose response is cut off', { body: '-----BEGIN CERTIFICATE-----\n', truncate: 10 }, 'url-closed'),
];
