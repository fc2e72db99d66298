#include "agent/outside.h"

#include "collectors/base/system_clock.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/owner/cgroup_mount.h"
#include "collectors/proc/procfs.h"
#include "collectors/recording/replay.h"

namespace sockq {
namespace {

/// The root of the control groups, as this process sees it; without one, reading them says so.
std::string cgroup_root(const ProcFs& procfs) {
  std::string buffer;
  const Result<std::string_view> mounts = procfs.read("self/mountinfo", buffer);
  return mounts.ok() ? find_cgroup_mount(mounts.value()).value_or("") : "";
}

class Machine : public Outside {
 public:
  explicit Machine(const std::string& procfs) : procfs_(procfs), cgroups_(cgroup_root(procfs_)) {}
  [[nodiscard]] Env env() const override { return {procfs_, netlink_, clock_, cgroups_}; }
  [[nodiscard]] const ProcFs& root() const override { return root_; }
  [[nodiscard]] bool live() const override { return true; }
  [[nodiscard]] bool ended() const override { return false; }

 private:
  MountedProcFs procfs_;
  MountedProcFs cgroups_;
  MountedProcFs root_{"/"};
  MnlNetlink netlink_;
  SystemClock clock_;
};

class Recording : public Outside {
 public:
  explicit Recording(std::unique_ptr<Replay> replay) : replay_(std::move(replay)) {}
  [[nodiscard]] Env env() const override { return replay_->env(); }
  [[nodiscard]] const ProcFs& root() const override { return replay_->env().procfs; }
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
