{ config, lib, pkgs, ... }:

let
  domain = "example.com";
  names = rec {
    shop = "shop.${domain}";
    checkout = "checkout.${shop}";
  };
  # domain = "commented.example.com";
  withTls = host: host // { forceSSL = true; enableACME = true; };
  proxy = port: withTls { locations."/".proxyPass = "http://127.0.0.1:${toString port}"; };
  plain = { forceSSL = false; };
  cfg = config.services.wiki;
in
{
  imports = [ ./hardware.nix ../modules/nginx.nix ];

  networking.domain = "example.org";
  networking.hostName = "web01";
  services.wiki = { enable = true; host = lib.mkDefault "wiki.example.org"; };

  services.nginx.virtualHosts."www.example.com" = {
    default = true;
    forceSSL = true;
    enableACME = true;
    serverAliases = [ "example.com" "m.${domain}" names.checkout unknown ];
    root = /var/www;
    locations."~ \\.php$".extraConfig = ''
      fastcgi_param SERVER_NAME "virtualHosts.\"not.example.com\"";
      # ''${escaped} and ''' quotes; server_name not.example.com;
    '';
  };
  services.nginx.virtualHosts.${names.shop}.onlySSL = true;
  services.nginx.virtualHosts.${"git." + domain} = proxy 3000;
  services.nginx.virtualHosts."${cfg.host}" = lib.mkIf cfg.enable { useACMEHost = domain; };
  services.nginx.virtualHosts."${config.networking.hostName}.${config.networking.domain}".addSSL = true;
  services.nginx.virtualHosts.${config.services.missing.host} = { forceSSL = true; };
  services.nginx.virtualHosts.${if cfg.enable then "a.example.com" else "b.example.com"}.forceSSL = true;

  services.nginx.virtualHosts = lib.mkMerge [
    {
      "plain.example.com" = plain;
      "open.example.com" = { enableACME = false; };
      "later.example.com" = { locations."/".root = "/srv"; };
      "ports.example.com" = {
        listen = [
          { addr = "0.0.0.0"; port = 80; }
          { addr = "0.0.0.0"; port = 8443; ssl = true; }
          { addr = "[::]"; port = 8443; ssl = true; }
        ];
      };
      "local.example.com".listen = [ { addr = "127.0.0.1"; port = 9443; ssl = true; } ];
      "http.example.com" = { listen = [ { addr = "0.0.0.0"; port = 8080; } ]; forceSSL = plain.forceSSL; };
      default = { serverName = "named.example.com"; sslCertificate = "/etc/ssl/named.pem"; };
      localhost = { };
      "*.apps.example.com" = proxy 4000;
      "~^re\\d+\\.example\\.com$" = proxy 4001;
      ".sub.example.com" = proxy 4002;
    }
    (lib.mapAttrs' (name: port: lib.nameValuePair "${name}.example.com" (proxy port)) { api = 5000; })
    /* { "commented.example.com" = proxy 1; } */
  ];

  services.httpd.virtualHosts.apache = { hostName = "apache.example.com"; forceSSL = true; };

  security.acme.certs = {
    "mail.example.com" = { extraDomainNames = [ "imap.example.com" "smtp.${domain}" ]; };
    wildcard = { domain = "*.example.com"; };
  };
  security.acme.defaults.email = "hostmaster@example.com";
}
