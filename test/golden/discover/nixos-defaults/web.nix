{
  services.nginx.virtualHosts."blog.example.org" = { };
  services.nginx.virtualHosts."plain.example.org" = { forceSSL = false; enableACME = false; };
}
