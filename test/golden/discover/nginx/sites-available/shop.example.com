# server { listen 443 ssl; server_name commented.example.com; }
server {
    listen 80;
    server_name plain.example.com;
    return 301 https://$host$request_uri;
}

server {
    listen [::]:443 ssl http2 default_server;
    listen 443 ssl; # both families
    server_name shop.example.com
                www.shop.example.com; # managed elsewhere
    ssl_certificate /etc/letsencrypt/live/shop.example.com/fullchain.pem;
    location / { proxy_pass https://backend.example.net; }
}

server {
    include snippets/listen-tls.conf;
    server_name .wild.example.com *.star.example.com ~^(?<user>.+)\.users\.example\.com$ _ "";
}

server {
    listen 8443 ssl;
    server_name admin.example.com;
}

server {
    listen 8081;
    ssl on;
    server_name "legacy.example.com";
}

# Behind a server that passes TLS on by its name.
server {
    listen 127.0.0.1:9443 ssl;
    listen unix:/run/nginx/site.sock ssl proxy_protocol;
    server_name passed.example.com;
}
