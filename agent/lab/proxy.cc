#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "agent/lab/queue_watch.h"
#include "agent/lab/scenario.h"
#include "agent/spawned_program.h"
#include "collectors/base/listen_socket.h"
#include "collectors/base/seconds.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

constexpr int kBacklog = 5;

/// A directory that goes with the object.
class ScratchDir {
 public:
  ScratchDir() {
    std::string name = (std::filesystem::temp_directory_path() / "sockq-lab-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  ~ScratchDir() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::optional<std::string> find_program(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  const std::string with_sbin = std::string(rest) + ":/usr/sbin:/sbin";
  for (rest = with_sbin; !rest.empty();) {
    const std::size_t end = rest.find(':');
    const std::string found = std::string(rest.substr(0, end)) + "/" + name;
    if (::access(found.c_str(), X_OK) == 0) return found;
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return std::nullopt;
}

/// Two addresses of 127.0.0.1 whose ports were free just now.
Result<std::array<SocketAddress, 2>> free_addresses() {
  const SocketAddress any = parse_socket_address("127.0.0.1:0").value();
  const Result<BoundListener> first = open_listen_socket(any, 1, false);
  const Result<BoundListener> second = open_listen_socket(any, 1, false);
  if (!first.ok()) return first.error();
  if (!second.ok()) return second.error();
  return std::array{first.value().address, second.value().address};
}

void write_files(const std::filesystem::path& dir, const SocketAddress& front,
                 const SocketAddress& application) {
  std::ofstream(dir / "app.py") << "import time\n\ndef app(environ, start_response):\n"
                                   "    time.sleep(0.1)\n"
                                   "    start_response('200 OK', [('Content-Length', '3')])\n"
                                   "    return [b'ok\\n']\n";
  const std::string scratch = dir.string();
  std::ofstream(dir / "nginx.conf")
      << "daemon off;\nmaster_process off;\nerror_log " << scratch << "/error.log;\npid " << scratch
      << "/nginx.pid;\nevents {}\nhttp {\n  log_format short '$status $request_time';\n  "
         "access_log "
      << scratch << "/access.log short;\n  client_body_temp_path " << scratch
      << ";\n  proxy_temp_path " << scratch << ";\n  fastcgi_temp_path " << scratch
      << ";\n  uwsgi_temp_path " << scratch << ";\n  scgi_temp_path " << scratch
      << ";\n  server { listen " << front.text() << "; location / { proxy_pass http://"
      << application.text() << "; } }\n}\n";
}

/// How often nginx logged each status.
std::map<std::string, int> logged_statuses(const std::filesystem::path& log) {
  std::map<std::string, int> counts;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) ++counts[line.substr(0, line.find(' '))];
  return counts;
}

/// One request that is answered shows that it is up.
bool await_answer(const SocketAddress& target, int stop_fd) {
  const LoadOptions one{.target = target, .schedule = {.burst = 1}, .timeout = 5s};
  for (int i = 0; i < 50; ++i) {
    const Result<LoadResult> result = run_load(one, stop_fd);
    if (result.ok() && result.value().answered > result.value().errors) return true;
    std::this_thread::sleep_for(100ms);
  }
  return false;
}

void say(LabReport& report, const LabRun& run, const std::map<std::string, int>& statuses) {
  std::string logged;
  for (const auto& [status, count] : statuses)
    logged += fmt::format("{}{} answers of status {}", logged.empty() ? "" : ", ", count, status);
  report.findings = {
      fmt::format("nginx's access log says: {}", logged),
      fmt::format("its clients waited {:.2f} s in the middle and up to {:.2f} s, for 0.1 s of work",
                  to_seconds(run.load->total.quantile(0.5)), to_seconds(run.load->total.max())),
      fmt::format("the cause: the application's queue at {} was full for {:.2f} s and overflowed "
                  "{} times; that of nginx at {}: {}",
                  run.watched[1].address, to_seconds(run.watched[1].full_time),
                  run.watched[1].overflows, run.watched[0].address, run.watched[0].overflows)};
}

}  // namespace

Result<LabReport> run_proxy(const Lab& lab) {
  const auto nginx = find_program("nginx");
  const auto gunicorn = find_program("gunicorn");
  if (!nginx || !gunicorn)
    return Error{0, "skipped", "proxy", "install nginx and gunicorn (apt install nginx gunicorn)"};
  const Result<std::array<SocketAddress, 2>> addresses = free_addresses();
  if (!addresses.ok()) return addresses.error();
  const auto& [front, application] = addresses.value();
  const ScratchDir scratch;
  write_files(scratch.path(), front, application);
  const std::string dir = scratch.path().string();
  Result<SpawnedProgram> behind = SpawnedProgram::start(
      {.words = {*gunicorn, "--workers", "1", "--backlog", std::to_string(kBacklog), "--bind",
                 application.text(), "--chdir", dir, "--log-level", "error", "app:app"}});
  if (!behind.ok()) return behind.error();
  const Error silent{0, "did not answer", "nginx or gunicorn", "see if both run by themselves"};
  if (!await_answer(application, lab.stop_fd)) return silent;
  Result<SpawnedProgram> proxy = SpawnedProgram::start(
      {.words = {*nginx, "-e", dir + "/error.log", "-c", dir + "/nginx.conf"}});
  if (!proxy.ok()) return proxy.error();
  if (!await_answer(front, lab.stop_fd)) return silent;

  LabReport report{.scenario = "proxy",
                   .question = fmt::format("nginx before an application of one process, 100 ms a "
                                           "request, backlog {}; 15 requests a second for 5 s",
                                           kBacklog)};
  LabRun run{.name = "nginx before a slow application"};
  QueueWatch watch(lab.env, {front.text(), application.text()});
  const LoadOptions load{
      .target = front, .schedule = {.rate = 15, .duration = 5s}, .timeout = 30s, .most_open = 1000};
  Result<LoadResult> loaded = run_load(load, lab.stop_fd);
  run.watched = watch.end();
  if (!loaded.ok()) return loaded.error();
  run.load = std::move(loaded).value();
  proxy.value().end(5s);
  run.processor_time = behind.value().end(5s).processor_time;
  for (const Watched& one : run.watched) {
    Series series{.name = one.address + (one.address == front.text() ? " nginx" : " application")};
    for (const QueuePoint& point : one.points)
      series.points.emplace_back(point.seconds, static_cast<double>(point.length));
    run.series.push_back(std::move(series));
  }
  say(report, run, logged_statuses(scratch.path() / "access.log"));
  report.runs.push_back(std::move(run));
  return report;
}

}  // namespace sockq
