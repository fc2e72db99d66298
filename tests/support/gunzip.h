#pragma once

#include <zlib.h>

#include <optional>
#include <string>

namespace sockq {

/// The text of exactly one gzip member, or nothing where `packed` is anything else.
[[nodiscard]] inline std::optional<std::string> gunzip(std::string packed, std::size_t limit) {
  z_stream stream{};
  if (::inflateInit2(&stream, 15 + 16) != Z_OK) return std::nullopt;
  std::string text(limit, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const bool whole = ::inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
  text.resize(stream.total_out);
  ::inflateEnd(&stream);
  return whole ? std::optional(text) : std::nullopt;
}

}  // namespace sockq
