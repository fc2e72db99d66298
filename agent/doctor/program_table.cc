#include <iterator>

#include "agent/doctor/programs.h"

namespace sockq {
namespace {

// "ss" in a source: the limit that ss showed of Debian 12's package, or of the version named, with
// net.core.somaxconn raised out of the way.
constexpr Program kTable[] = {
    {"nginx", "nginx", 511, false, "backlog= on the listen directive in nginx.conf",
     "nginx -s reload applies a changed backlog=; a changed somaxconn alone needs a restart",
     "NGX_LISTEN_BACKLOG, src/os/unix/ngx_linux_config.h; ss (1.22.1), reload tried"},
    {"gunicorn", "gunicorn", 2048, false, "--backlog, or backlog in gunicorn.conf.py",
     "restart it; a reload (HUP) keeps the old socket", "class Backlog, gunicorn/config.py"},
    {"uvicorn", "uvicorn", 2048, false, "--backlog", "restart it",
     "option --backlog, uvicorn/main.py"},
    {"PHP-FPM", "php-fpm", std::nullopt, true, "listen.backlog in the pool's file (pool.d/*.conf)",
     "restart it", "FPM_BACKLOG_DEFAULT -1, sapi/fpm/fpm/fpm_sockets.h; ss (8.2)"},
    {"HAProxy", "haproxy", std::nullopt, false,
     "backlog in the frontend or in defaults; without it, maxconn counts", "restart it",
     "src/proto_tcp.c; ss (2.6.12: its maxconn)"},
    {"Apache", "apache2", 511, false, "ListenBacklog in the server's configuration", "restart it",
     "DEFAULT_LISTENBACKLOG, include/mpm_common.h; ss (2.4.71)"},
    {"Apache", "httpd", 511, false, "ListenBacklog in the server's configuration", "restart it",
     "DEFAULT_LISTENBACKLOG, include/mpm_common.h"},
    {"uWSGI", "uwsgi", 100, false, "listen = N (--listen)",
     "restart it; it refuses to start with more than somaxconn",
     "uwsgi.listen_queue, core/init.c; ss (2.0.21)"},
    {"Redis", "redis-server", 511, false, "tcp-backlog in redis.conf", "restart it",
     "CONFIG_DEFAULT_TCP_BACKLOG, src/server.h; ss (7.0.15)"},
    {"memcached", "memcached", 1024, false, "-b (--listen-backlog)", "restart it",
     "settings.backlog, memcached.c; ss (1.6.18)"},
    {"PostgreSQL", "postgres", std::nullopt, false,
     "max_connections in postgresql.conf: it asks for twice as much", "restart it",
     "ListenServerPort, src/backend/libpq/pqcomm.c"},
    {"Node.js", "node", 511, false, "backlog in server.listen({port, backlog})", "restart it",
     "lib/net.js; ss (20.20)"},
    {"Java", "java", 50, false,
     "the backlog of ServerSocket; acceptCount of Tomcat's Connector "
     "(server.tomcat.accept-count in Spring Boot), acceptQueueSize of Jetty, SO_BACKLOG of Netty",
     "restart it", "ServerSocketChannelImpl.java; ss (ServerSocket)"},
    {"OpenSSH", "sshd", 128, false, "nothing: it is fixed (SSH_LISTEN_BACKLOG)",
     "let systemd listen for it: ssh.socket with Backlog=", "ssh.h"},
    {"Python", "python", 5, false,
     "request_queue_size of socketserver and http.server, or the number given to listen()",
     "restart it", "TCPServer.request_queue_size, Lib/socketserver.py; ss (http.server, 3.11)"},
    {"systemd", "systemd", std::nullopt, true, "Backlog= in the .socket unit",
     "systemctl restart the .socket unit", "SOMAXCONN_DELUXE, src/core/socket.c; ss (252)"},
};

}  // namespace

std::span<const Program> program_table() { return kTable; }

}  // namespace sockq
