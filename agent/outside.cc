#include "agent/outside.h"

#include "collectors/base/system_clock.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"
#include "collectors/recording/replay.h"

namespace sockq {
namespace {

class Machine : public Outside {
 public:
  explicit Machine(const std::string& procfs) : procfs_(procfs) {}
  [[nodiscard]] Env env() const override { return {procfs_, netlink_, clock_}; }
  [[nodiscard]] bool live() const override { return true; }
  [[nodiscard]] bool ended() const override { return false; }

 private:
  MountedProcFs procfs_;
  MnlNetlink netlink_;
  SystemClock clock_;
};

class Recording : public Outside {
 public:
  explicit Recording(std::unique_ptr<Replay> replay) : replay_(std::move(replay)) {}
  [[nodiscard]] Env env() const override { return replay_->env(); }
  [[nodiscard]] bool live() const override { return false; }
  [[nodiscard]] bool ended() const override { return replay_->ended(); }

 private:
  std::unique_ptr<Replay> replay_;
};

}  // namespace

Result<std::unique_ptr<Outside>> Outside::open(const SourceOptions& options) {
  if (options.replay.empty())
    return std::unique_ptr<Outside>(std::make_unique<Machine>(options.procfs));
  Result<std::unique_ptr<Replay>> replay = Replay::open(options.replay);
  if (!replay.ok()) return replay.error();
  return std::unique_ptr<Outside>(std::make_unique<Recording>(std::move(replay).value()));
}

}  // namespace sockq
