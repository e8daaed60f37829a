import { chmodSync } from 'node:fs';
import { runProgram, startDaemon } from '../harness.ts';
import { findUser, installKeyPair, makeDirectory, type RealServer, writeConfig } from './server.ts';

/** The reader of INN 2, which can run without the rest of it. */
export const inn: RealServer = {
  programs: ['nnrpd', 'makehistory'],
  root: true,
  protocols: ['nntp'],
  start: async (setup) => {
    const [nnrpd = '', makehistory = ''] = setup.programs;
    const { directory, ports } = setup;
    const news = findUser('news');
    const { cert, key } = installKeyPair(setup, news);
    for (const name of ['db', 'spool', 'spool/overview', 'log', 'run', 'tmp']) makeDirectory(setup, name, news);
    writeConfig(setup, 'db/active', 'example.test 0000000000 0000000001 y\n');
    writeConfig(setup, 'storage.conf', 'method trash { newsgroups: * class: 0 }\n');
    const inn = writeConfig(
      setup,
      'inn.conf',
      `mta: "/bin/false"
organization: "example"
ovmethod: tradindexed
hismethod: hisv6
pathhost: news.example
domain: news.example
pathnews: /usr/lib/news
pathetc: ${directory}
pathdb: ${directory}/db
pathspool: ${directory}/spool
pathlog: ${directory}/log
pathrun: ${directory}/run
pathtmp: ${directory}/tmp
tlscertfile: ${cert}
tlskeyfile: ${key}
`,
    );
    const readers = writeConfig(
      setup,
      'readers.conf',
      'auth all { hosts: * default: reader }\naccess all { users: * newsgroups: * }\n',
    );
    const env = { INNCONF: inn };
    // It rejects every client without an overview of its articles.
    await runProgram(makehistory, ['-O', '-x', '-f', `${directory}/db/history`], { cwd: directory, env, ...news });
    const args = ['-D', '-f', '-I', '127.0.0.1', '-p', String(ports.nntp), '-c', readers];
    return startDaemon(nnrpd, args, { ports: [ports.nntp], env });
  },
};

export const vsftpd: RealServer = {
  programs: ['vsftpd'],
  root: true,
  protocols: ['ftp'],
  start: async (setup) => {
    const [vsftpdPath = ''] = setup.programs;
    const { cert, key } = installKeyPair(setup);
    const empty = makeDirectory(setup, 'empty');
    chmodSync(empty, 0o555);
    const config = writeConfig(
      setup,
      'vsftpd.conf',
      `listen=YES
listen_address=127.0.0.1
listen_port=${setup.ports.ftp}
background=NO
anonymous_enable=YES
local_enable=NO
secure_chroot_dir=${empty}
anon_root=${empty}
ssl_enable=YES
allow_anon_ssl=YES
rsa_cert_file=${cert}
rsa_private_key_file=${key}
ftpd_banner=first line
seccomp_sandbox=NO
`,
    );
    return startDaemon(vsftpdPath, [config], { ports: [setup.ports.ftp] });
  },
};

export const slapd: RealServer = {
  programs: ['slapd'],
  protocols: ['ldap'],
  start: async (setup) => {
    const [slapdPath = ''] = setup.programs;
    const { cert, key } = installKeyPair(setup);
    const config = writeConfig(
      setup,
      'slapd.conf',
      `pidfile ${setup.directory}/slapd.pid
argsfile ${setup.directory}/slapd.args
TLSCertificateFile ${cert}
TLSCertificateKeyFile ${key}
`,
    );
    const args = ['-h', `ldap://127.0.0.1:${setup.ports.ldap}`, '-f', config, '-d', '0'];
    return startDaemon(slapdPath, args, { ports: [setup.ports.ldap] });
  },
};

export const prosody: RealServer = {
  programs: ['prosody'],
  protocols: ['xmpp-client', 'xmpp-server'],
  start: async (setup) => {
    const [prosodyPath = ''] = setup.programs;
    const { directory, ports } = setup;
    const { cert, key } = installKeyPair(setup);
    const config = writeConfig(
      setup,
      'prosody.cfg.lua',
      `run_as_root = true
pidfile = "${directory}/prosody.pid"
data_path = "${directory}"
log = "*console"
interfaces = { "127.0.0.1" }
modules_enabled = { "tls", "saslauth", "dialback" }
c2s_ports = { ${ports['xmpp-client']} }
s2s_ports = { ${ports['xmpp-server']} }
c2s_direct_tls_ports = {}
s2s_direct_tls_ports = {}
authentication = "internal_hashed"
ssl = { certificate = "${cert}", key = "${key}" }
VirtualHost "real.example"
ssl = { certificate = "${cert}", key = "${key}" }
`,
    );
    return startDaemon(prosodyPath, ['--config', config, '-F'], {
      ports: [ports['xmpp-client'], ports['xmpp-server']],
    });
  },
};

export const inspircd: RealServer = {
  programs: ['inspircd'],
  protocols: ['irc'],
  start: async (setup) => {
    const [inspircdPath = ''] = setup.programs;
    const { directory, ports } = setup;
    const { cert, key } = installKeyPair(setup);
    const config = writeConfig(
      setup,
      'inspircd.conf',
      `<path configdir="${directory}" datadir="${directory}" logdir="${directory}" runtimedir="${directory}">
<pid file="${directory}/inspircd.pid">
<server name="irc.example" description="example" network="example">
<admin name="example" nick="example" email="example@irc.example">
<connect name="all" allow="*">
<bind address="127.0.0.1" port="${ports.irc}" type="clients">
<module name="ssl_gnutls">
<module name="starttls">
<sslprofile name="starttls" provider="gnutls" certfile="${cert}" keyfile="${key}">
<starttls sslprofile="starttls">
<sslprofile name="Clients" provider="gnutls" certfile="${cert}" keyfile="${key}">
`,
    );
    const args = ['--nofork', '--runasroot', '--nopid', '--config', config];
    return startDaemon(inspircdPath, args, { ports: [ports.irc] });
  },
};

/** Remote Desktop. Sessions, which a separate daemon starts, are not needed for the certificate. */
export const xrdp: RealServer = {
  programs: ['xrdp'],
  root: true,
  protocols: ['rdp'],
  start: async (setup) => {
    const [xrdpPath = ''] = setup.programs;
    const { cert, key } = installKeyPair(setup);
    const config = writeConfig(
      setup,
      'xrdp.ini',
      `[Globals]
ini_version=1
fork=true
port=tcp://127.0.0.1:${setup.ports.rdp}
security_layer=negotiate
certificate=${cert}
key_file=${key}
ssl_protocols=TLSv1.2, TLSv1.3
[Logging]
LogFile=${setup.directory}/xrdp.log
LogLevel=INFO
EnableSyslog=false
[Xorg]
name=Xorg
lib=libxup.so
ip=127.0.0.1
port=-1
code=20
`,
    );
    return startDaemon(xrdpPath, ['--nodaemon', '--config', config], { ports: [setup.ports.rdp] });
  },
};
