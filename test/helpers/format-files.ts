/** A path for each format of a repository, and a beginning that it recognizes. */

export const FORMAT_FILES: Record<string, readonly [path: string, beginning: string][]> = {
  encrypted: [['secrets.yaml', 'sops:\n']],
  'github-pages': [['CNAME', '']],
  kubernetes: [['k/ingress.yaml', 'kind: Ingress\napiVersion: v1\nspec:\n']],
  'helm-values': [['chart/values.yaml', 'ingress:\n']],
  kustomize: [['k/kustomization.yaml', 'resources:\n']],
  compose: [['docker-compose.yml', 'services:\n']],
  traefik: [
    ['traefik.yml', 'http:\n'],
    ['traefik.toml', '[http]\n'],
  ],
  envoy: [['envoy.yaml', 'static_resources:\n']],
  ansible: [
    ['group_vars/all.yml', ''],
    ['inventory/hosts', ''],
  ],
  salt: [['pillar/top.sls', '']],
  openapi: [['openapi.yaml', 'openapi: 3.0.0\nservers:\n']],
  vercel: [['vercel.json', '{']],
  netlify: [['netlify.toml', '']],
  fly: [['fly.toml', '']],
  terraform: [['main.tf', '']],
  nginx: [
    ['nginx.conf', 'server { listen 443 ssl; server_name '],
    ['stream.conf', 'server { listen 443; proxy_pass $b; } map $ssl_preread_server_name $b { '],
  ],
  nix: [['web.nix', '{ services.nginx.virtualHosts = rec { "shop.example.com" = ']],
  apache: [['apache.conf', '<VirtualHost *:443>\n']],
  caddyfile: [['Caddyfile', '']],
  haproxy: [['haproxy.cfg', 'frontend a\nbind :443 ssl\n']],
  'zone-file': [['example.com.zone', '$ORIGIN example.com.\n']],
  octodns: [['config/example.com.yaml', 'www:\n']],
  dnscontrol: [['dnsconfig.js', 'D("example.com", ']],
  'gcloud-records': [['records.yaml', 'kind: dns#resourceRecordSet\n']],
  saml: [['saml20-idp-remote.php', "'certData' => '<X509Certificate> "]],
};
