#include "agent/doctor/programs.h"

#include <fmt/core.h>

#include <algorithm>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

const Program* find(std::string_view name) {
  if (name.empty()) return nullptr;
  const auto known = std::ranges::find_if(
      program_table(), [&](const Program& program) { return name.starts_with(program.begins); });
  return known == program_table().end() ? nullptr : &*known;
}

bool in_container(const Owner* owner) {
  return owner != nullptr && (!owner->container.empty() || !owner->pod_uid.empty());
}

}  // namespace

const Program* program_of(const Owner* owner) {
  if (owner == nullptr) return nullptr;
  const Program* by_process = find(owner->process);
  return by_process != nullptr ? by_process : find(file_name(owner->executable));
}

std::string how_to_raise_backlog(const Owner* owner) {
  const Program* program = program_of(owner);
  if (program == nullptr)
    return fmt::format(
        "raise the backlog that the program gives to listen() (its second argument; Backlog= where "
        "a systemd .socket unit listens for it), then {}",
        how_to_listen_again(owner));
  return fmt::format("{} sets it in {}; then {}", program->name, program->setting,
                     how_to_listen_again(owner));
}

std::string how_to_raise_somaxconn(const Owner* owner) {
  const std::string where =
      in_container(owner) ? "in the container's own network namespace (docker run --sysctl "
                            "net.core.somaxconn=N, or "
                            "securityContext.sysctls of the pod)"
                          : "with sysctl -w net.core.somaxconn=N, and in /etc/sysctl.d to keep it";
  return fmt::format("raise net.core.somaxconn {}; that counts from the next listen() only, so {}",
                     where, how_to_listen_again(owner));
}

std::string how_to_listen_again(const Owner* owner) {
  const Program* program = program_of(owner);
  std::string how = program != nullptr ? std::string(program->apply) : "restart the program";
  if (owner != nullptr && owner->unit.ends_with(".service"))
    how += fmt::format(" (systemctl restart {})", printable_utf8(owner->unit));
  return how;
}

std::string owner_words(const Owner* owner) {
  constexpr std::size_t kShortId = 12;
  if (owner == nullptr) return {};
  std::string words = printable_utf8(owner->process);
  std::string rest;
  const auto add = [&rest](const std::string& part) { rest += (rest.empty() ? "" : ", ") + part; };
  if (owner->processes > 1) add(fmt::format("{} processes", owner->processes));
  if (owner->processes == 1 && owner->pid != 0) add(fmt::format("pid {}", owner->pid));
  if (!owner->unit.empty()) add(printable_utf8(owner->unit));
  if (!owner->container.empty()) add("container " + owner->container.substr(0, kShortId));
  if (!owner->pod.empty()) add("pod " + printable_utf8(owner->pod));
  if (words.empty()) return rest;
  return rest.empty() ? words : fmt::format("{} ({})", words, rest);
}

}  // namespace sockq
