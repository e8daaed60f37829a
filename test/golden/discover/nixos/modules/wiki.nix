{ config, lib, ... }:
with lib;
let cfg = config.services.notes; in
{
  options.services.notes = {
    enable = mkEnableOption "notes";
    host = mkOption { type = types.str; default = "notes.example.org"; };
    secret = mkOption { type = types.str; };
  };
  options.services.nginx.virtualHosts = mkOption {
    type = types.attrsOf (types.submodule { options."not.example.org" = mkOption { default = null; }; });
  };
  config = mkIf cfg.enable {
    services.nginx.virtualHosts.${cfg.host} = { inherit (cfg) enableACME; forceSSL = true; };
    services.nginx.virtualHosts.${cfg.secret}.forceSSL = true;
  };
}
