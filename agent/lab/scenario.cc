#include "agent/lab/scenario.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <thread>

#include "agent/lab/lab_server.h"
#include "agent/lab/queue_watch.h"
#include "agent/server/wait.h"

namespace sockq {

std::span<const Scenario> scenario_table() {
  static constexpr std::array<Scenario, 5> kTable{{
      {"patterns", "every pattern of serving under the same load", run_patterns},
      {"rate", "how a queue grows when requests come faster than they are served", run_rate},
      {"burst", "ten clients at once, with and without a queue", run_burst},
      {"proxy", "a slow application behind nginx, whose log shows nothing", run_proxy},
      {"buffers", "a program that does not read, and what its peer notices", run_buffers},
  }};
  return kTable;
}

Result<LabRun> run_trial(const Lab& lab, const Trial& trial) {
  Result<LabServer> started = LabServer::start(trial.server);
  if (!started.ok()) return started.error();
  LabServer& server = started.value();
  LabRun run{.name = trial.name};
  double next_look = 0;
  QueueWatch watch(lab.env, {server.address().text()}, [&](const Snapshot&, double seconds) {
    if (seconds < next_look) return;
    next_look = seconds + 0.2;
    run.memory_bytes = std::max(run.memory_bytes, group_memory(server.program().pid()));
  });
  LoadOptions load = trial.load;
  load.target = server.address();
  std::thread waker;
  if (trial.asleep.count() > 0) {
    server.program().signal(SIGSTOP);
    waker = std::thread([&server, &trial] {
      std::this_thread::sleep_for(trial.asleep);
      server.program().signal(SIGCONT);
    });
  }
  Result<LoadResult> loaded = run_load(load, lab.stop_fd);
  if (waker.joinable()) waker.join();
  run.watched = watch.end();
  run.processor_time = server.end();
  if (!loaded.ok()) return loaded.error();
  if (readable_within(lab.stop_fd, std::chrono::nanoseconds(0)))
    return Error{EINTR, "ended early", std::string(lab.options.scenario), ""};
  run.load = std::move(loaded).value();
  return run;
}

}  // namespace sockq
