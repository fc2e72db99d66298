#include "agent/parse_serve_options.h"

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "agent/option_types.h"
#include "agent/server/patterns/pattern.h"

namespace sockq {
namespace {

using std::chrono::nanoseconds;

const std::map<std::string, Stall> kStalls{
    {"accept", Stall::accept}, {"read", Stall::read}, {"write", Stall::write}};
const std::map<std::string, WorkKind> kWorkKinds{{"sleep", WorkKind::sleep},
                                                 {"cpu", WorkKind::cpu}};
const std::map<std::string, Framing> kFramings{
    {"http", Framing::http}, {"lines", Framing::lines}, {"length", Framing::length}};
const std::map<std::string, MultiplexerKind> kMultiplexers{{"epoll", MultiplexerKind::epoll},
                                                           {"poll", MultiplexerKind::poll},
                                                           {"select", MultiplexerKind::select}};

std::string pattern_help() {
  std::string help = "What gets a thread, a process or a loop [epoll]:";
  for (const Pattern& pattern : pattern_table())
    help.append("\n").append(pattern.name).append(": ").append(pattern.help);
  return help;
}

void add_pattern(CLI::App& app, ServerOptions& server) {
  static const std::map<std::string, std::string> names = [] {
    std::map<std::string, std::string> result;
    for (const Pattern& pattern : pattern_table()) result.emplace(pattern.name, pattern.name);
    return result;
  }();
  add_choice(app, "--pattern", server.pattern, names, pattern_help());
  app.add_option("--workers", server.workers,
                 "Processes of prefork [4] and hybrid [one a processor], threads of pool [4]")
      ->check(CLI::Range(1, 1000).description(""));
  add_choice(
      app, "--multiplexer", server.multiplexer, kMultiplexers,
      "Of epoll and hybrid: epoll, poll, or select, which ends at 1,024 descriptors [epoll]");
}

void add_work(CLI::App& app, ServerOptions& server) {
  add_duration(app, "--work", server.work, "Time spent before each answer [0s]")
      ->check(at_least(nanoseconds(0), "0s"));
  add_choice(app, "--work-kind", server.work_kind, kWorkKinds,
             "How: sleep waits, cpu computes [sleep]");
}

void add_stall(CLI::App& app, ServerOptions& server) {
  auto* what = app.get_option("--stall");
  auto* every = add_duration(app, "--stall-every", server.stall_every,
                             "From the begin of one stall to the next; without it, for ever")
                    ->check(at_least(std::chrono::milliseconds(1), "1ms"))
                    ->needs(what);
  auto* length = add_duration(app, "--stall-for", server.stall_for, "How long each stall lasts")
                     ->check(at_least(std::chrono::milliseconds(1), "1ms"))
                     ->needs(every);
  every->needs(length);
}

void add_connections(CLI::App& app, ServerOptions& server) {
  add_choice(app, "--framing", server.framing, kFramings,
             "http: HTTP/1.1; lines, length: what comes is sent back [http]");
  add_size(app, "--read-size", server.read_size, "Most bytes of one read [4KiB]")
      ->check(CLI::Range(1, 16 << 20).description(""));
  add_size(app, "--body-size", server.body_size, "Bytes of an HTTP answer [a short text]")
      ->check(CLI::Range(0, 1 << 30).description(""));
  add_duration(app, "--timeout", server.timeout, "Close who is silent for so long; 0s: never [0s]")
      ->check(at_least(nanoseconds(0), "0s"));
  app.add_option("--max-connections", server.max_connections,
                 "Of process, thread, epoll, and each worker of hybrid; 0 for no limit [0]");
  add_duration(app, "--drain", server.drain, "Time to answer what is begun, once told to end [5s]")
      ->check(at_least(nanoseconds(0), "0s"));
}

}  // namespace

CLI::App& add_serve(CLI::App& root, ServeOptions& options) {
  ServerOptions& server = options.server;
  CLI::App& app = *root.add_subcommand("serve", "Run the reference server, in one of 7 patterns");
  app.add_option("--listen", options.listen,
                 "Address to listen on, or the path of a unix socket; may be given several times")
      ->capture_default_str();
  add_pattern(app, server);
  app.add_option("--backlog", server.backlog, "The backlog given to listen(2)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_flag("--reuseport", server.reuseport,
               "SO_REUSEPORT: others may share the address, and each worker process gets a socket");
  app.add_flag("--defer-accept", server.defer_accept,
               "TCP_DEFER_ACCEPT: accept a client when it has sent something, or after 1 s");
  add_work(app, server);
  add_choice(app, "--stall", server.stall, kStalls,
             "accept: do not accept; read: accept and do not read; write: do not answer");
  add_stall(app, server);
  add_connections(app, server);
  return app;
}

}  // namespace sockq
