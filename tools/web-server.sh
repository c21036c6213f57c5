# shellcheck shell=bash
# A web server of nginx on this machine; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

free_port()
{
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

# A script may have https in its place; then its contents name the certificate.
web_server_scheme=http

# web_server_contents DIR: what the server has. What lies in DIR/files is also below /slow, where the first 2 MiB of an
# answer come at once, and the rest takes very long. A script may have a function of its own in place of this.
web_server_contents()
{
    cat <<EOF
        root $1/files;
        location /slow/ {
            alias $1/files/;
            limit_rate_after 2m;
            limit_rate 20k;
        }
EOF
}

# web_server_settings DIR PORT
web_server_settings()
{
    local tls=
    [ "$web_server_scheme" = http ] || tls=' ssl'
    [ "$(id -u)" -ne 0 ] || echo 'user root;'
    cat <<EOF
pid $1/nginx.pid;
error_log $1/error.log;
events {}
http {
    log_format short '\$request_method \$status \$http_range';
    access_log off;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    server {
        listen 127.0.0.1:$2$tls;
$(web_server_contents "$1")
    }
}
EOF
}

# start_web_server DIR: serves DIR/files and sets $url. nginx returns when it listens. Another program may be faster at
# taking the port; then the next one is tried.
start_web_server()
{
    local attempt port
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        web_server_settings "$1" "$port" > "$1/nginx.conf"
        if PATH=$PATH:/usr/sbin timeout -k 5 20 nginx -e "$1/error.log" -c "$1/nginx.conf"; then
            url=$web_server_scheme://127.0.0.1:$port
            return 0
        fi
        say "nginx did not start on port $port (attempt $attempt)"
    done
    return 1
}

stop_web_server()
{
    [ ! -s "$1/nginx.pid" ] || kill "$(cat "$1/nginx.pid")" || true
}
