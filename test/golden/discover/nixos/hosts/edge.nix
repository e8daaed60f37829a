{ config, pkgs, ... }:
let domain = "example.net"; in
{
  services.nginx.streamConfig = ''
    map $ssl_preread_server_name $backend {
      hostnames;
      tunnel.${domain} tunnel;
      files.${config.networking.domain} tunnel;
      default local;
    }
    server {
      listen 443;
      ssl_preread on;
      proxy_pass $backend;
    }
  '';
  services.nginx.appendHttpConfig = ''
    server {
      listen 8443 ssl;
      server_name admin.${domain};
    }
  '';

  services.caddy = {
    enable = true;
    globalConfig = "email hostmaster@example.net";
    virtualHosts."caddy.example.net".extraConfig = "reverse_proxy 127.0.0.1:8000";
    virtualHosts."https://secure.example.net:9443, more.example.net" = { serverAliases = [ "alias.example.net" ]; };
    virtualHosts."http://plain.example.net".extraConfig = "respond 200";
    virtualHosts."inside.example.net".extraConfig = ''
      tls internal
      respond 200
    '';
    virtualHosts."*.wild.example.net".extraConfig = ''
      @git host git.wild.example.net
      handle @git {
        reverse_proxy 127.0.0.1:3000
      }
    '';
    virtualHosts."${config.networking.fqdn}" = { };
    extraConfig = ''
      raw.example.net {
        respond 200
      }
    '';
  };

  services.haproxy.config = ''
    frontend https
      bind :443 ssl crt /etc/ssl
      use_backend app if { hdr(host) -i haproxy.example.net }
  '';

  services.traefik.dynamicConfigOptions.http.routers.web.rule = "Host(`traefik.${domain}`) && PathPrefix(`/a`)";

  services.oauth2-proxy.extraConfig.whitelist-domain = ".example.net";
}
