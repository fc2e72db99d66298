#include "collectors/netns/network_namespace.h"

#include <cerrno>
#include <utility>

#include "collectors/netns/other_procfs.h"

namespace sockq {
namespace {

constexpr std::string_view kNet = "net/";

/// The files as a thread sees them that is inside: /proc/net is of the whole process, /proc/sys/net
/// of the thread that reads (net_ctl_header_lookup, net/sysctl_net.c).
class OfThread : public OtherProcFs {
 public:
  using OtherProcFs::OtherProcFs;
  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    return base().read(at_thread(path), buffer);
  }
  [[nodiscard]] std::string full_path(std::string_view path) const override {
    return base().full_path(at_thread(path));
  }

 private:
  static std::string at_thread(std::string_view path) {
    return (path.starts_with(kNet) ? "thread-self/" : "") + std::string(path);
  }
};

}  // namespace

class NetworkNamespace::Inside : public OtherProcFs {
 public:
  Inside(const ProcFs& base, const UniqueFd& nsfs, NamespaceThread& thread)
      : OtherProcFs(base), of_thread_(base), nsfs_(nsfs), thread_(thread) {}

  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    Result<std::string_view> text = std::string_view{};
    const Result<Unit> visit =
        thread_.visit(nsfs_.get(), [&] { text = of_thread_.read(path, buffer); });
    return visit.ok() ? text : visit.error();
  }

  /// In one visit.
  void read_many(const std::function<void(const ProcFs&)>& work) const override {
    if (!thread_.visit(nsfs_.get(), [&] { work(of_thread_); }).ok()) work(*this);
  }

 private:
  const OfThread of_thread_;
  const UniqueFd& nsfs_;
  NamespaceThread& thread_;
};

class NetworkNamespace::InsideNetlink : public Netlink {
 public:
  InsideNetlink(const Netlink& base, const UniqueFd& nsfs, NamespaceThread& thread)
      : base_(base), nsfs_(nsfs), thread_(thread) {}

  [[nodiscard]] Result<std::unique_ptr<NetlinkSocket>> open() const override {
    Result<std::unique_ptr<NetlinkSocket>> socket = std::unique_ptr<NetlinkSocket>();
    const Result<Unit> visit = thread_.visit(nsfs_.get(), [&] { socket = base_.open(); });
    if (!visit.ok()) return visit.error();
    return socket;
  }

 private:
  const Netlink& base_;
  const UniqueFd& nsfs_;
  NamespaceThread& thread_;
};

/// The counters as a process sees them that lives there. The inode of its net/netstat tells whether
/// it still does, and is still the same process: each namespace has files of its own
/// (proc_create_net_single, fs/proc/proc_net.c).
class NetworkNamespace::ByProcess : public OtherProcFs {
 public:
  ByProcess(const ProcFs& base, NetworkNamespace& netns, std::uint64_t netstat_inode)
      : OtherProcFs(base), netns_(netns), netstat_inode_(netstat_inode) {}

  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    if (!path.starts_with(kNet))
      return Error{EPERM, "is that of sockq's own network namespace", full_path(path), ""};
    const std::uint32_t pid = netns_.pid_;
    const std::string process = std::to_string(pid) + "/";
    Result<std::string_view> text = base().read(process + std::string(path), buffer);
    const Result<std::uint64_t> inode = base().inode(process + "net/netstat");
    netns_.lost_ = !inode.ok() || inode.value() != netstat_inode_;
    if (netns_.lost_)
      return Error{ESRCH, "lives no more in " + netns_.name_, base().full_path(process), ""};
    return text;
  }

 private:
  NetworkNamespace& netns_;
  const std::uint64_t netstat_inode_;
};

class NetworkNamespace::NoNetlink : public Netlink {
 public:
  [[nodiscard]] Result<std::unique_ptr<NetlinkSocket>> open() const override {
    return Error{EPERM, "cannot enter", "network namespace",
                 "give sockq the capabilities SYS_ADMIN and SYS_PTRACE"};
  }
};

NetworkNamespace::NetworkNamespace(std::string name, const Env& machine)
    : name_(std::move(name)),
      number_(0),
      access_(Access::own),
      procfs_(&machine.procfs),
      netlink_(&machine.netlink),
      clock_(machine.clock),
      cgroups_(machine.cgroups) {}

NetworkNamespace::NetworkNamespace(std::string name, std::uint64_t number, UniqueFd nsfs,
                                   NamespaceThread& thread, const Env& machine)
    : name_(std::move(name)),
      number_(number),
      access_(Access::entered),
      nsfs_(std::move(nsfs)),
      own_procfs_(std::make_unique<Inside>(machine.procfs, nsfs_, thread)),
      own_netlink_(std::make_unique<InsideNetlink>(machine.netlink, nsfs_, thread)),
      procfs_(own_procfs_.get()),
      netlink_(own_netlink_.get()),
      clock_(machine.clock),
      cgroups_(machine.cgroups) {}

NetworkNamespace::NetworkNamespace(std::string name, std::uint64_t number, std::uint32_t pid,
                                   std::uint64_t netstat_inode, const Env& machine)
    : name_(std::move(name)),
      number_(number),
      access_(Access::counters),
      pid_(pid),
      own_procfs_(std::make_unique<ByProcess>(machine.procfs, *this, netstat_inode)),
      own_netlink_(std::make_unique<NoNetlink>()),
      procfs_(own_procfs_.get()),
      netlink_(own_netlink_.get()),
      clock_(machine.clock),
      cgroups_(machine.cgroups) {}

NetworkNamespace::~NetworkNamespace() = default;

}  // namespace sockq
