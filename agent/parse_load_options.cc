#include "agent/parse_load_options.h"

#include <CLI/CLI.hpp>

#include "agent/option_types.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

CLI::Validator range(double least, double most) { return CLI::Range(least, most).description(""); }

void add_schedule(CLI::App& app, LoadOptions& load) {
  ScheduleOptions& schedule = load.schedule;
  auto* rate = app.add_option("--rate", schedule.rate,
                              "Requests a second, at fixed times whatever becomes of them")
                   ->check(range(0.001, 1e6));
  app.add_option_function<double>(
         "--ramp-to", [&schedule](double to) { schedule.ramp_to = to; },
         "The rate at the end, reached in a straight line")
      ->check(range(0, 1e6))
      ->needs(rate);
  auto* burst =
      app.add_option("--burst", schedule.burst, "Requests at once")->check(range(1, 100'000));
  add_duration(app, "--burst-every", schedule.burst_every,
               "From one burst to the next; without it there is one")
      ->check(at_least(milliseconds(1), "1ms"))
      ->needs(burst);
  app.add_option("--concurrency", load.concurrency,
                 "Instead: so many clients, each of which asks again once it is answered")
      ->check(range(1, 20'000))
      ->excludes(rate)
      ->excludes(burst);
  add_duration(app, "--duration", schedule.duration, "In which requests are due [10s]")
      ->check(at_least(milliseconds(1), "1ms"))
      ->check(at_most(std::chrono::hours(1), "1h"));
  app.add_option("--requests", load.requests, "No more requests than this; 0 for no limit [0]");
}

void add_clients(CLI::App& app, LoadOptions& load) {
  static const std::map<std::string, Framing> framings{
      {"http", Framing::http}, {"lines", Framing::lines}, {"length", Framing::length}};
  app.add_flag("--keep-alive", load.keep_alive, "Use connections again, instead of one a request");
  add_choice(app, "--framing", load.framing, framings, "http, lines or length [http]");
  add_duration(app, "--timeout", load.timeout, "Of a request, since it was due [5s]")
      ->check(at_least(milliseconds(1), "1ms"));
  app.add_option("--max-open", load.most_open, "Connections open at once; requests beyond wait")
      ->check(range(1, 100'000))
      ->capture_default_str();
  add_size(app, "--read-rate", load.read_rate,
           "Bytes a second that each client reads of an answer; 0 for all at once [0]");
}

}  // namespace

CLI::App& add_load(CLI::App& root, LoadCommandOptions& options) {
  CLI::App& app = *root.add_subcommand("load", "Send requests to a server on this host");
  options.load.schedule.duration = std::chrono::seconds(10);
  options.load.most_open = 1000;
  app.add_option("target", options.target, "Address, or the path of a unix socket")->required();
  add_schedule(app, options.load);
  add_clients(app, options.load);
  app.add_flag("--allow-remote", options.allow_remote, "The target may be another host");
  app.add_flag("--json", options.json, "As JSON");
  app.final_callback([&options] {
    const LoadOptions& load = options.load;
    if (load.schedule.rate == 0 && load.schedule.burst == 0 && load.concurrency == 0)
      throw CLI::ValidationError("say how much: --rate, --burst or --concurrency");
  });
  return app;
}

}  // namespace sockq
