import { join } from 'node:path';
import { startDaemon } from '../harness.ts';
import { findUser, installKeyPair, makeDirectory, type RealServer, writeConfig } from './server.ts';

export const postfix: RealServer = {
  programs: ['postfix'],
  root: true,
  protocols: ['smtp'],
  start: async (setup) => {
    const [postfixPath = ''] = setup.programs;
    const { directory, ports } = setup;
    const { cert, key } = installKeyPair(setup);
    const queue = makeDirectory(setup, 'queue');
    const data = makeDirectory(setup, 'data', findUser('postfix'));
    writeConfig(
      setup,
      'main.cf',
      `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
myhostname = mail.example
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
smtpd_peername_lookup = no
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${cert}
smtpd_tls_key_file = ${key}
maillog_file = ${directory}/mail.log
maillog_file_prefixes = ${directory}
`,
    );
    writeConfig(
      setup,
      'master.cf',
      `127.0.0.1:${ports.smtp} inet n - n - - smtpd
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`,
    );
    const pidFile = join(queue, 'pid/master.pid');
    return startDaemon(postfixPath, ['-c', directory, 'start-fg'], { ports: [ports.smtp], pidFile });
  },
};

export const dovecot: RealServer = {
  programs: ['dovecot'],
  root: true,
  protocols: ['imap', 'pop3', 'sieve', 'lmtp'],
  start: async (setup) => {
    const [dovecotPath = ''] = setup.programs;
    const { directory, ports } = setup;
    const { cert, key } = installKeyPair(setup);
    const config = writeConfig(
      setup,
      'dovecot.conf',
      `dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = /dev/stderr
listen = 127.0.0.1
protocols = imap pop3 sieve lmtp
ssl = yes
ssl_server_cert_file = ${cert}
ssl_server_key_file = ${key}
passdb static {
  password = example
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = 0
  }
}
service managesieve-login {
  inet_listener sieve {
    port = ${ports.sieve}
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtp}
  }
}
`,
    );
    const listening = [ports.imap, ports.pop3, ports.sieve, ports.lmtp];
    return startDaemon(dovecotPath, ['-F', '-c', config], { ports: listening });
  },
};
