#include "exporters/gzip.h"

#define ZLIB_CONST  // next_in points to const
#include <zlib.h>

#include <limits>
#include <memory>
#include <new>
#include <stdexcept>

namespace sockq {

std::string gzip(std::string_view text) {
  constexpr int kLevel = 1;  // metrics: an eighth of the time of level 6 for 8 % more bytes
  constexpr int kGzipWindowBits = 15 + 16;
  constexpr int kMemoryLevel = 8;
  if (text.size() > std::numeric_limits<uInt>::max()) throw std::length_error("gzip");

  z_stream stream{};
  if (::deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  const std::unique_ptr<z_stream, decltype(&::deflateEnd)> owner(&stream, &::deflateEnd);

  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<const Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::length_error("gzip");
  packed.resize(stream.total_out);
  return packed;
}

}  // namespace sockq
