#include "collectors/proc/device_names.h"

#include "collectors/base/text.h"

namespace sockq {

DeviceName find_device(std::string_view igmp, std::uint32_t index) {
  while (!igmp.empty()) {
    std::string_view line = next_line(igmp);
    if (line.starts_with('\t')) continue;  // a group of the device above
    if (parse_number<std::uint32_t>(next_word(line)) != index) continue;
    const std::string_view name = next_word(line);  // a long one touches the colon after it
    return DeviceName(name.substr(0, name.find(':')));
  }
  return {};
}

DeviceName DeviceNames::name_of(std::uint32_t index, const ProcFs& procfs, std::string& buffer,
                                TimePoint now) {
  if (known_.size() >= kMost && !known_.contains(index)) known_.clear();
  const auto [place, is_new] = known_.try_emplace(index, Known{{}, now});
  Known& known = place->second;
  if (is_new || (known.name.empty() && now - known.read_at >= kRetry)) {
    known.read_at = now;
    const Result<std::string_view> igmp = procfs.read("net/igmp", buffer);
    if (igmp.ok()) known.name = find_device(igmp.value(), index);
  }
  return known.name;
}

}  // namespace sockq
